package io.tidegate.gate.strict;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocatorMetric;
import io.tidegate.gate.GateFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A body of any size goes through in a bounded part of memory, whichever side is the slower one.
 */
@Timeout(120)
class FlatMemoryTest {

  private static final int BODY = 64 << 20;

  /** More than the gate may hold of one exchange, in chunks of its pool. */
  private static final long MOST = 16 << 20;

  @Test
  void up_and_down_at_once_and_one_after_the_other() throws Exception {
    byte[] block = new byte[1 << 20];
    try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        GateFixture gate = GateFixture.before("127.0.0.1:" + listener.getLocalPort());
        Socket client = new Socket(InetAddress.getLoopbackAddress(), gate.gate().port())) {
      long before = used();
      OutputStream out = client.getOutputStream();
      String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + BODY + "\r\n\r\n";
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      Future<?> up = threads.submit(blocks(out, block));
      try (Socket upstream = listener.accept()) {
        assertThat(isFull(up)).isTrue(); // the upstream reads nothing yet
        assertThat(used() - before).isLessThan(MOST);
        skipHead(upstream.getInputStream());
        skip(upstream.getInputStream(), BODY);
        up.get();
        String response = "HTTP/1.1 200 OK\r\nContent-Length: " + BODY + "\r\n\r\n";
        upstream.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
        Future<?> down = threads.submit(blocks(upstream.getOutputStream(), block));
        assertThat(isFull(down)).isTrue(); // the client reads nothing yet
        assertThat(used() - before).isLessThan(MOST);
        skipHead(client.getInputStream());
        skip(client.getInputStream(), BODY);
        down.get();
      }
    }
  }

  private static long used() {
    PooledByteBufAllocatorMetric metric = PooledByteBufAllocator.DEFAULT.metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }

  private static Callable<Integer> blocks(OutputStream out, byte[] block) {
    return () -> {
      for (int sent = 0; sent < BODY; sent += block.length) out.write(block);
      return BODY;
    };
  }

  /** Whether the writer is still at it when it has had time for everything. */
  private static boolean isFull(Future<?> writer) throws InterruptedException {
    Thread.sleep(500);
    return !writer.isDone();
  }

  private static void skipHead(InputStream in) throws IOException {
    int matched = 0;
    while (matched < 4) {
      int b = in.read();
      if (b < 0) throw new IOException("no head");
      matched = b == "\r\n\r\n".charAt(matched) ? matched + 1 : b == '\r' ? 1 : 0;
    }
  }

  private static void skip(InputStream in, long bytes) throws IOException {
    byte[] to = new byte[64 << 10];
    for (long left = bytes; left > 0; ) {
      int n = in.read(to, 0, (int) Math.min(left, to.length));
      if (n < 0) throw new IOException(left + " bytes are missing");
      left -= n;
    }
  }
}
