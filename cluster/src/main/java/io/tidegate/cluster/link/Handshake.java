package io.tidegate.cluster.link;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How two parties get to know each other: each proves to the other that it knows the secret, which
 * is never sent, and both make keys that nobody else can make, not even who learns the secret
 * later.
 *
 * <pre>
 *   server  hello: magic, version, random number
 *   client  hello: magic, version, random number, half of a key pair; proof over all so far
 *   server  0, half of a key pair, proof over all so far       or   1, length, why not
 * </pre>
 *
 * <p>A proof is an HMAC-SHA256 with a key made of the secret, and begins with the role of whoever
 * proves: so one sent back proves nothing. Until the client has proved itself the server has
 * computed one HMAC; its key pair comes after that. The keys of the link come from the secret, from
 * what both halves agree on (X25519), and from all that was said.
 */
final class Handshake {

  /** Changes when an older party would misunderstand a byte. */
  static final byte VERSION = 1;

  /** Bytes of the server's hello. */
  static final int SERVER_HELLO_BYTES = 12 + 1 + Keys.BYTES;

  /** Bytes of what the client answers. */
  static final int CLIENT_BYTES = SERVER_HELLO_BYTES + 2 * Keys.BYTES;

  /** Bytes of what the server answers if it accepts. */
  static final int ACCEPT_BYTES = 1 + 2 * Keys.BYTES;

  private static final byte[] MAGIC = ascii("tidegatelink");
  private static final byte[] CLIENT = ascii("client proof");
  private static final byte[] SERVER = ascii("server proof");
  private static final int ACCEPTED = 0;
  private static final int REFUSED = 1;
  private static final int WHY_BYTES_MOST = 200;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Handshake() {}

  /** The secrets of the two directions of a link. */
  record Secrets(byte[] clientToServer, byte[] serverToClient) {}

  /**
   * The server's side.
   *
   * @param hasRoom asked last, and of those alone who know the secret
   * @throws LinkRefusedException if the client was turned away, which it has been told
   */
  static Secrets accept(Socket socket, LinkSecret secret, Duration within, BooleanSupplier hasRoom)
      throws IOException {
    Deadline from = new Deadline(socket, within);
    OutputStream to = socket.getOutputStream();
    byte[] serverHello = hello();
    to.write(serverHello);
    byte[] clientHello = from.read(SERVER_HELLO_BYTES);
    if (!hasMagic(clientHello)) throw new IOException("it does not speak the internal protocol");
    if (clientHello[MAGIC.length] != VERSION)
      throw refuse(to, "the server speaks version " + VERSION + " of the internal protocol");
    byte[] clientHalf = from.read(Keys.BYTES);
    byte[] proof = from.read(Keys.BYTES);
    byte[] key = secret.proof();
    if (!MessageDigest.isEqual(proof, Keys.mac(key, CLIENT, serverHello, clientHello, clientHalf)))
      throw refuse(to, "the secret of the cluster is another one there");
    if (!hasRoom.getAsBoolean()) throw refuse(to, "the server has as many links as it may have");
    KeyPair pair = Keys.pair();
    byte[] half = Keys.half(pair);
    byte[] accept = Arrays.copyOf(new byte[] {ACCEPTED}, ACCEPT_BYTES);
    System.arraycopy(half, 0, accept, 1, Keys.BYTES);
    byte[] own = Keys.mac(key, SERVER, serverHello, clientHello, clientHalf, half);
    System.arraycopy(own, 0, accept, 1 + Keys.BYTES, Keys.BYTES);
    Secrets secrets =
        secrets(secret, agreed(pair, clientHalf), serverHello, clientHello, clientHalf, half);
    to.write(accept);
    return secrets;
  }

  /**
   * The client's side.
   *
   * @throws LinkRefusedException if the server turns it away, or does not know the secret
   */
  static Secrets introduce(Socket socket, LinkSecret secret, Duration within) throws IOException {
    Deadline from = new Deadline(socket, within);
    byte[] serverHello = from.read(SERVER_HELLO_BYTES);
    if (!hasMagic(serverHello))
      throw new LinkRefusedException("what listens there does not speak the internal protocol");
    if (serverHello[MAGIC.length] != VERSION)
      throw new LinkRefusedException(
          "the server speaks version %d of the internal protocol, this program version %d"
              .formatted(serverHello[MAGIC.length], VERSION));
    byte[] clientHello = hello();
    KeyPair pair = Keys.pair();
    byte[] half = Keys.half(pair);
    byte[] key = secret.proof();
    ByteArrayOutputStream message = new ByteArrayOutputStream(CLIENT_BYTES);
    message.writeBytes(clientHello);
    message.writeBytes(half);
    message.writeBytes(Keys.mac(key, CLIENT, serverHello, clientHello, half));
    socket.getOutputStream().write(message.toByteArray());
    int answer = from.read(1)[0];
    if (answer == REFUSED) throw new LinkRefusedException("the server refuses: " + why(from));
    if (answer != ACCEPTED) throw new IOException("an answer of " + answer);
    byte[] serverHalf = from.read(Keys.BYTES);
    byte[] proof = from.read(Keys.BYTES);
    byte[] expected = Keys.mac(key, SERVER, serverHello, clientHello, half, serverHalf);
    if (!MessageDigest.isEqual(proof, expected))
      throw new LinkRefusedException("the server does not know the secret of the cluster");
    return secrets(secret, agreed(pair, serverHalf), serverHello, clientHello, half, serverHalf);
  }

  private static byte[] agreed(KeyPair pair, byte[] half) throws IOException {
    try {
      return Keys.agree(pair.getPrivate(), half);
    } catch (GeneralSecurityException e) {
      throw new IOException("its half of the key leads to no secret", e);
    }
  }

  private static Secrets secrets(LinkSecret secret, byte[] agreed, byte[]... said) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    key.writeBytes(secret.session());
    key.writeBytes(agreed);
    byte[] both = Keys.derive(key.toByteArray(), Keys.mac(secret.session(), said), ascii("link"));
    return new Secrets(
        Keys.expand(both, ascii("client to server")), Keys.expand(both, ascii("server to client")));
  }

  private static byte[] hello() {
    byte[] random = new byte[Keys.BYTES];
    RANDOM.nextBytes(random);
    byte[] hello = Arrays.copyOf(MAGIC, SERVER_HELLO_BYTES);
    hello[MAGIC.length] = VERSION;
    System.arraycopy(random, 0, hello, MAGIC.length + 1, Keys.BYTES);
    return hello;
  }

  private static boolean hasMagic(byte[] hello) {
    return Arrays.equals(hello, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static LinkRefusedException refuse(OutputStream to, String why) throws IOException {
    byte[] text = ascii(why);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(REFUSED);
    message.write(text.length);
    message.writeBytes(text);
    to.write(message.toByteArray());
    return new LinkRefusedException(why);
  }

  /** Said by somebody who has proved nothing: short, and without what a terminal obeys. */
  private static String why(Deadline from) throws IOException {
    int length = from.read(1)[0] & 0xFF;
    byte[] text = from.read(Math.min(length, WHY_BYTES_MOST));
    return new String(text, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads from a socket until a moment, however slowly bytes come. */
  private static final class Deadline {

    private final Socket socket;
    private final long endNs;

    Deadline(Socket socket, Duration within) {
      this.socket = socket;
      endNs = System.nanoTime() + within.toNanos();
    }

    byte[] read(int count) throws IOException {
      byte[] bytes = new byte[count];
      for (int at = 0; at < count; ) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
        if (leftMs <= 0) throw new SocketTimeoutException("the handshake took too long");
        socket.setSoTimeout(Math.toIntExact(leftMs));
        int read = socket.getInputStream().read(bytes, at, count - at);
        if (read < 0) throw new EOFException("the connection ended within the handshake");
        at += read;
      }
      return bytes;
    }
  }
}
