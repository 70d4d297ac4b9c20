package io.tidegate.gate.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after a registry, on the virtual thread {@code registry}: ends leases, and writes what is
 * there into a file, from which the next start takes it. So a start of the gate empties no working
 * set: all instances are there as if they had been heard of just now, and those that are gone
 * meanwhile lose their leases as ever. The file is readable by the owner alone.
 */
public final class RegistryKeeper implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryKeeper.class);

  private static final String NAME = "registry.json";
  private static final String ROOT = "registry";
  private static final long FILE_BYTES_MOST = 256L << 20;
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Registry registry;
  private final Path file;
  private final Thread thread;
  private long written;
  private boolean failing;

  private RegistryKeeper(Registry registry, Path file) {
    this.registry = registry;
    this.file = file;
    written = registry.version();
    thread = Thread.ofVirtual().name("registry").unstarted(this::run);
  }

  /** Begins, with what the folder's file has. A file that cannot be read is told, and left out. */
  public static RegistryKeeper start(Path folder) {
    RegistryKeeper keeper = new RegistryKeeper(new Registry(), folder.resolve(NAME));
    keeper.read();
    keeper.thread.start();
    return keeper;
  }

  /** What it looks after. */
  public Registry registry() {
    return registry;
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(EVERY);
        registry.look();
        write();
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void read() {
    if (!Files.exists(file)) return;
    try {
      if (Files.size(file) > FILE_BYTES_MOST) throw new IOException("it is too large");
      byte[] bytes = Files.readAllBytes(file);
      Object root = WireForm.JSON.read(bytes, 0, bytes.length).get(ROOT);
      if (!(root instanceof Map<?, ?> map) || !(map.get(InstanceTree.ROOT) instanceof List<?> all))
        throw new IOException("it is no registry");
      for (Object tree : all) InstanceTree.restore(tree, registry);
      LOG.info("{} instances are taken over from {}.", all.size(), file);
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("{} cannot be read, so instances come as they register: {}", file, e.getMessage());
    }
  }

  private void write() {
    Registry.View view = registry.view();
    if (view.version() == written) return;
    List<Object> instances = new ArrayList<>();
    for (Application application : view.applications())
      for (LeasedInstance leased : application.instances())
        instances.add(InstanceTree.kept(leased));
    byte[] bytes = WireForm.JSON.write(ROOT, Map.of(InstanceTree.ROOT, instances));
    try {
      write(bytes);
      written = view.version();
      failing = false;
    } catch (IOException e) {
      if (!failing)
        LOG.error(
            "{} cannot be written, so the next start has an older state: {}", file, e.getMessage());
      failing = true;
    }
  }

  /** In one step: a crash leaves the old file or the new one. */
  private void write(byte[] bytes) throws IOException {
    Path half = file.resolveSibling(NAME + ".tmp");
    Files.deleteIfExists(half);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out = FileChannel.open(half, fresh, ownerOnly)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) out.write(rest);
      out.force(true);
    }
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Ends, with what is there written. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    write();
  }
}
