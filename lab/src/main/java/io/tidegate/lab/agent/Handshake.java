package io.tidegate.lab.agent;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a coordinator and an agent get to know each other. Each proves to the other that it knows the
 * secret, by an HMAC-SHA256 over random numbers of both; the secret itself is never sent. What
 * follows is neither encrypted nor signed.
 *
 * <pre>
 *   agent        magic, protocol, version, its random number
 *   coordinator  magic, protocol, version, its random number, HMAC("coordinator", both numbers)
 *   agent        HMAC("agent", both numbers), or why not
 * </pre>
 */
final class Handshake {

  /** Changes when an older peer would misunderstand a message. */
  static final int PROTOCOL = 1;

  private static final String MAGIC = "tidegate lab agent";
  private static final String HMAC = "HmacSHA256";
  private static final int RANDOM_BYTES = 32;
  private static final int FRAME_BYTES_MOST = 4_096;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Handshake() {}

  /** A peer that will not, or is not who it should be; the message is for people. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String why) {
      super(why);
    }
  }

  /** Of this program. */
  static String version() {
    String version = Handshake.class.getPackage().getImplementationVersion();
    return Objects.requireNonNullElse(version, "development").strip();
  }

  private record Hello(int protocol, String version, byte[] random) {

    static Hello own() {
      byte[] random = new byte[RANDOM_BYTES];
      RANDOM.nextBytes(random);
      return new Hello(PROTOCOL, Handshake.version(), random);
    }

    void write(DataOutputStream to) throws IOException {
      to.writeUTF(MAGIC);
      to.writeInt(protocol);
      to.writeUTF(version);
      to.write(random);
    }

    static Hello read(DataInputStream from) throws IOException {
      if (!from.readUTF().equals(MAGIC)) throw new IOException("this is no agent of the lab");
      int protocol = from.readInt();
      return new Hello(protocol, from.readUTF(), from.readNBytes(RANDOM_BYTES));
    }

    boolean isOurs() {
      return protocol == PROTOCOL && version.equals(Handshake.version());
    }

    String words() {
      return "version " + version + " (protocol " + protocol + ")";
    }
  }

  /**
   * An agent's side; whoever gets through it knows the secret.
   *
   * @param isFree whether the agent takes a run; asked last, and of those alone who know the secret
   * @throws RefusedException if the peer was turned away, which it has been told
   */
  static void accept(Link link, Secret secret, BooleanSupplier isFree) throws IOException {
    Hello own = Hello.own();
    link.sendFrame(bytes(own::write));
    DataInputStream from = frame(link);
    Hello theirs = Hello.read(from);
    byte[] proof = from.readAllBytes();
    if (!theirs.isOurs())
      throw refuse(link, "the agent has " + own.words() + ", the coordinator " + theirs.words());
    if (!MessageDigest.isEqual(proof, proof(secret, "coordinator", own, theirs)))
      throw refuse(link, "the secret is another one than the agent's");
    if (!isFree.getAsBoolean()) throw refuse(link, "the agent is busy: it takes one run at a time");
    link.sendFrame(
        bytes(to -> {
          to.writeUTF("");
          to.write(proof(secret, "agent", own, theirs));
        }));
  }

  private static RefusedException refuse(Link link, String why) throws IOException {
    link.sendFrame(bytes(to -> to.writeUTF(why)));
    return new RefusedException(why);
  }

  /**
   * A coordinator's side.
   *
   * @throws RefusedException if the agent turns it away, or does not know the secret
   */
  static void introduce(Link link, Secret secret) throws IOException {
    Hello theirs = Hello.read(frame(link));
    Hello own = Hello.own();
    if (!theirs.isOurs())
      throw new RefusedException(
          "the agent has " + theirs.words() + ", the coordinator " + own.words());
    link.sendFrame(
        bytes(to -> {
          own.write(to);
          to.write(proof(secret, "coordinator", theirs, own));
        }));
    DataInputStream from = frame(link);
    String refusal = from.readUTF();
    if (!refusal.isEmpty()) throw new RefusedException(refusal);
    if (!MessageDigest.isEqual(from.readAllBytes(), proof(secret, "agent", theirs, own)))
      throw new RefusedException("the agent does not know the secret");
  }

  private static byte[] proof(Secret secret, String role, Hello agent, Hello coordinator) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.key(), HMAC));
      mac.update(role.getBytes(StandardCharsets.US_ASCII));
      mac.update(agent.random);
      return mac.doFinal(coordinator.random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream to) throws IOException;
  }

  private static byte[] bytes(Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writing.to(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static DataInputStream frame(Link link) throws IOException {
    return new DataInputStream(new ByteArrayInputStream(link.receiveFrame(FRAME_BYTES_MOST)));
  }
}
