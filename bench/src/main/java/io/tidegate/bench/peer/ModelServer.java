package io.tidegate.bench.peer;

import io.tidegate.bench.machine.CpuQuota;
import io.tidegate.bench.machine.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One instance of a FastAPI service under uvicorn that multiplies matrices with NumPy for each
 * request, with a part of a core of its own. It is the service of {@code examples/models}.
 */
public final class ModelServer implements AutoCloseable {
  private static final int SECONDS_MAX = 60;
  private static final Map<String, String> ONE_THREAD =
      Map.of("OPENBLAS_NUM_THREADS", "1", "OMP_NUM_THREADS", "1");

  private final Path folder;
  private final int port = Subject.freePort();
  private final CpuQuota quota;
  private Server server;

  private ModelServer(Path folder, CpuQuota quota) throws IOException, InterruptedException {
    this.folder = folder;
    this.quota = quota;
    server = run();
  }

  /** A Python with FastAPI, uvicorn and NumPy, if there is one. */
  public static Optional<String> python(Path folder) throws InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      String said =
          Machine.output(
              List.of(python, "-c", "import fastapi, numpy, uvicorn; print(fastapi.__version__)"),
              folder);
      if (said.matches("[0-9.]+")) return Optional.of(python);
    }
    return Optional.empty();
  }

  /**
   * Starts one.
   *
   * @param folder its own, empty
   * @param quota its part of the CPU
   */
  public static ModelServer start(Path folder, CpuQuota quota)
      throws IOException, InterruptedException {
    try (InputStream in =
        Objects.requireNonNull(ModelServer.class.getResourceAsStream("model.py"))) {
      Files.write(folder.resolve("model.py"), in.readAllBytes());
    }
    return new ModelServer(folder, quota);
  }

  private Server run() throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                Stream.of(python(folder).orElseThrow(), "-m", "uvicorn", "model:app"),
                Stream.of("--app-dir", folder.toString(), "--port", "" + port))
            .toList();
    List<String> quiet =
        Stream.concat(command.stream(), Stream.of("--log-level", "warning")).toList();
    return Server.start(
        quota.bounding(quiet), ONE_THREAD, port, "/healthz", folder.resolve("said"), SECONDS_MAX);
  }

  /** Where it listens. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Its process. */
  public Server server() {
    return server;
  }

  /** Ends it as who deploys a new version does, and starts it again at the same port. */
  public void restart() throws IOException, InterruptedException {
    server.close();
    server = run();
  }

  @Override
  public void close() {
    server.close();
    quota.close();
  }
}
