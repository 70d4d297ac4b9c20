package io.tidegate.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does on the wire exactly what a test says, and remembers what came to it. */
public final class ScriptedServer implements AutoCloseable {

  /** What it does with one request. */
  public interface Script {

    /**
     * Answers.
     *
     * @param request head and body as they came, chunk framing included
     * @param call the connection
     */
    void answer(String request, Call call) throws IOException, InterruptedException;
  }

  /**
   * A request that came in.
   *
   * @param number of the connection it came on, from 1
   */
  public record Call(Socket socket, InputStream in, OutputStream out, int number) {

    /** Sends these characters, each a byte. */
    public void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    /** Sends a whole reply with this body. */
    public void ok(String body) throws IOException {
      send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Ends the connection. */
    public void close() throws IOException {
      socket.close();
    }
  }

  private final ServerSocket listener;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private final List<Socket> sockets = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger connections = new AtomicInteger();
  private final Script script;

  /** Starts one. */
  public ScriptedServer(Script script) throws IOException {
    this(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()), script);
  }

  /** Starts one that listens there. */
  public ScriptedServer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
    Thread.ofVirtual().name("scripted-server").start(this::accept);
  }

  /** One that says 200 with this body to everything. */
  public static ScriptedServer saying(String body) throws IOException {
    return new ScriptedServer((_, call) -> call.ok(body));
  }

  /** These lines as they stand on the wire. */
  public static String lines(String text) {
    return text.replace("\n", "\r\n");
  }

  /** Its address, as a configuration would name it. */
  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Heads and bodies of all requests so far. */
  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Its port. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Connections so far. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        int number = connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket, number));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      for (String request = request(in); !request.isEmpty(); request = request(in)) {
        requests.add(request);
        script.answer(request, new Call(socket, in, out, number));
      }
    } catch (IOException _) {
      // The other side has gone, or the script closed it.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next whole request; empty where none comes. */
  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String head = until(in, bytes, "\r\n\r\n");
    if (head.isEmpty()) return "";
    String lower = head.toLowerCase(Locale.ROOT);
    int at = lower.indexOf("\r\ncontent-length:");
    if (at >= 0) {
      int end = lower.indexOf("\r\n", at + 2);
      int length = Integer.parseInt(lower.substring(at + 17, end).strip());
      byte[] body = in.readNBytes(length);
      if (body.length < length) return "";
      bytes.writeBytes(body);
    } else if (lower.contains("\r\ntransfer-encoding: chunked") && !chunks(in, bytes)) {
      return "";
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** Without trailers; false if they do not come whole. */
  private static boolean chunks(InputStream in, ByteArrayOutputStream bytes) throws IOException {
    int size = -1;
    while (size != 0) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      String text = until(in, line, "\r\n").strip();
      if (text.isEmpty()) return false;
      size = Integer.parseInt(text, 16);
      bytes.writeBytes(line.toByteArray());
      byte[] data = in.readNBytes(size + 2);
      if (data.length < size + 2) return false;
      bytes.writeBytes(data);
    }
    return true;
  }

  private static String until(InputStream in, ByteArrayOutputStream bytes, String end)
      throws IOException {
    int matched = 0;
    while (matched < end.length()) {
      int b = in.read();
      if (b < 0) return "";
      bytes.write(b);
      matched = b == end.charAt(matched) ? matched + 1 : b == end.charAt(0) ? 1 : 0;
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    stop();
  }

  /** Ends it with all its connections; the port is free for another. */
  public void stop() throws IOException {
    listener.close();
    synchronized (sockets) {
      for (Socket socket : sockets) socket.close();
    }
  }
}
