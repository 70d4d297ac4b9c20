package io.tidegate.cluster.link;

import com.sun.management.OperatingSystemMXBean;
import io.tidegate.cluster.wire.Frame.Answered;
import io.tidegate.cluster.wire.Frame.Answers;
import io.tidegate.cluster.wire.Frame.Ask;
import io.tidegate.cluster.wire.Frame.Asked;
import io.tidegate.cluster.wire.Outcome;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Result;
import io.tidegate.core.sale.ClaimState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a forwarded command costs whoever leads, in CPU time of its whole process: reading, opening,
 * decoding, and the answer's way back, without deciding. Two processes over loopback, claims with a
 * key, answers with a claim. Run by hand; prints a table.
 */
final class LinkCost {

  private static final LinkSecret SECRET = new LinkSecret(new byte[32]);
  private static final OperatingSystemMXBean SYSTEM =
      Objects.requireNonNull(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class));
  private static final int[] BATCHES = {1, 16, 256};
  private static final int WINDOW = 16; // batches under way
  private static final long ROUND_NS = TimeUnit.SECONDS.toNanos(5);

  private LinkCost() {}

  /** No argument; the process of whoever leads is started with one. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0) lead();
    else measure();
  }

  private static void lead() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Link.Receiver answering =
        (link, frame) -> {
          if (!(frame instanceof Ask(List<Asked> batch))) return;
          List<Answered> answers = new ArrayList<>(batch.size());
          for (Asked one : batch) answers.add(new Answered(one.id(), answer(one)));
          if (!link.send(new Answers(7, answers))) throw new IllegalStateException("full");
        };
    try (LinkServer server = LinkServer.open(any, SECRET, LinkConfig.DEFAULT, answering)) {
      PrintStream out = System.out;
      out.println(server.port());
      BufferedReader in = reader(System.in);
      while (in.readLine() != null) out.println(SYSTEM.getProcessCpuTime());
    }
  }

  private static Outcome answer(Asked asked) {
    Command.Claim claim = (Command.Claim) asked.command();
    return new Outcome.Decided(
        new Result.Taken(
            new Result.ClaimInfo(
                asked.id(),
                claim.offer(),
                0,
                0,
                claim.user(),
                1,
                0,
                ClaimState.ISSUED,
                1,
                0,
                new long[0]),
            false));
  }

  private static void measure() throws Exception {
    Process leader =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseCompactObjectHeaders",
                "-cp",
                System.getProperty("java.class.path"),
                LinkCost.class.getName(),
                "lead")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = reader(leader.getInputStream());
        PrintStream in =
            new PrintStream(leader.getOutputStream(), true, StandardCharsets.US_ASCII)) {
      String address = "127.0.0.1:" + out.readLine();
      for (int warm = 0; warm < 2; warm++)
        for (int batch : BATCHES) round(address, batch, in, out, warm == 1);
    } finally {
      leader.destroy();
    }
  }

  private static void round(
      String address, int batch, PrintStream in, BufferedReader out, boolean shows)
      throws Exception {
    Semaphore window = new Semaphore(WINDOW);
    Link.Receiver counting =
        (_, frame) -> {
          if (frame instanceof Answers) window.release();
        };
    try (Link link =
        LinkClient.connect(address, SECRET, LinkConfig.DEFAULT, counting, Duration.ofSeconds(2))) {
      long leaderNs = cpu(in, out);
      long ownNs = SYSTEM.getProcessCpuTime();
      long startNs = System.nanoTime();
      long commands = 0;
      for (; System.nanoTime() - startNs < ROUND_NS; commands += batch) {
        List<Asked> asked = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) asked.add(new Asked(commands + i, claim(commands + i)));
        window.acquire();
        if (!link.send(new Ask(asked))) throw new IllegalStateException("full");
      }
      window.acquire(WINDOW);
      double tookNs = System.nanoTime() - startNs;
      double leader = (cpu(in, out) - leaderNs) / 1e3 / commands;
      double own = (SYSTEM.getProcessCpuTime() - ownNs) / 1e3 / commands;
      if (shows)
        System.out.printf(
            "batch %3d  %,9.0f commands/s  leader %6.2f us  follower %6.2f us a command%n",
            batch, commands / (tookNs / 1e9), leader, own);
    }
  }

  private static Command claim(long number) {
    return new Command.Claim(1, number + 1, 1, null, new IdempotencyKey(number, 2, 3));
  }

  private static long cpu(PrintStream in, BufferedReader out) throws IOException {
    in.println();
    return Long.parseLong(Objects.requireNonNull(out.readLine()));
  }

  private static BufferedReader reader(InputStream from) {
    return new BufferedReader(new InputStreamReader(from, StandardCharsets.US_ASCII));
  }
}
