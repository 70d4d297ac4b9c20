package io.tidegate.gate.discovery;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A name server that knows some services (RFC 1035, RFC 2782), and that there is nothing else. */
final class NameServer implements AutoCloseable {

  private static final int SRV = 33;
  private static final int NO_SUCH_NAME = 3;

  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final Map<String, List<ServiceRecord>> services;

  NameServer(Map<String, List<ServiceRecord>> services) throws IOException {
    this.services = services;
    Thread.ofVirtual().name("name-server").start(this::serve);
  }

  String url() {
    return "dns://127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    byte[] bytes = new byte[1_500];
    while (!socket.isClosed()) {
      DatagramPacket question = new DatagramPacket(bytes, bytes.length);
      try {
        socket.receive(question);
        byte[] answer = answer(bytes, question.getLength());
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private byte[] answer(byte[] asked, int length) throws IOException {
    StringBuilder name = new StringBuilder();
    int at = 12;
    for (; asked[at] != 0; at += 1 + asked[at]) {
      if (!name.isEmpty()) name.append('.');
      name.append(new String(asked, at + 1, asked[at], StandardCharsets.US_ASCII));
    }
    int questionEnd = at + 5;
    List<ServiceRecord> found = services.getOrDefault(name.toString(), List.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(asked, 0, 2);
    out.writeShort(0x8180 | (found.isEmpty() ? NO_SUCH_NAME : 0));
    out.writeShort(1);
    out.writeShort(found.size());
    out.writeInt(0);
    out.write(asked, 12, Math.min(questionEnd, length) - 12);
    for (ServiceRecord record : found) record(out, record);
    return bytes.toByteArray();
  }

  private static void record(DataOutputStream out, ServiceRecord record) throws IOException {
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    for (String label : record.target().split("\\.", -1)) {
      target.write(label.length());
      target.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    target.write(0);
    out.writeShort(0xc00c); // the name that was asked for
    out.writeShort(SRV);
    out.writeShort(1);
    out.writeInt(5);
    out.writeShort(6 + target.size());
    out.writeShort(record.priority());
    out.writeShort(record.weight());
    out.writeShort(record.port());
    out.write(target.toByteArray());
  }

  @Override
  public void close() {
    socket.close();
  }
}
