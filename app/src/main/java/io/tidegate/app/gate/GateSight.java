package io.tidegate.app.gate;

import io.tidegate.app.keys.AdminKeyFile;
import io.tidegate.gate.Gate;
import io.tidegate.gate.admin.AdminDoor;
import io.tidegate.gate.sight.SightConfig;
import io.tidegate.gate.sight.SightConfig.LogConfig;
import io.tidegate.http.admin.AdminKey;
import io.tidegate.http.log.AccessLog;
import io.tidegate.http.metrics.HttpCounts;
import io.tidegate.http.metrics.MetricRegistry;
import io.tidegate.http.server.ServerObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What shows a gate to its operator: figures, access log, and the second door. Any thread. */
public final class GateSight implements AutoCloseable {

  private final SightConfig config;
  private final HttpCounts counts = new HttpCounts();
  private final MetricRegistry registry;
  private final @Nullable AccessLog log;
  private @Nullable AdminDoor door;

  private GateSight(SightConfig config, MetricRegistry registry, @Nullable AccessLog log) {
    this.config = config;
    this.registry = registry;
    this.log = log;
  }

  /**
   * Begins with what has to be there before the gate.
   *
   * @throws IOException if the access log cannot be written
   */
  public static GateSight open(SightConfig config) throws IOException {
    AccessLog log = log(config.accessLog());
    GateSight sight = new GateSight(config, new MetricRegistry(Path.of(".")), log);
    sight.registry.add(sight.counts::collect);
    if (log != null) sight.registry.watch(log);
    return sight;
  }

  private static @Nullable AccessLog log(@Nullable LogConfig config) throws IOException {
    if (config == null) return null;
    Path file = config.file();
    return file == null
        ? AccessLog.toStandardOutput(config.format()::lines)
        : AccessLog.toFile(file, config.maxBytes(), config.format()::lines);
  }

  /** Hears what the gate's server does. */
  public ServerObserver observer() {
    return log == null ? counts : ServerObserver.both(counts, log);
  }

  /**
   * Opens the second door, if there is to be one.
   *
   * @param data where its keys are, and are made at the first start
   * @return where it is open; null where it is not
   * @throws IOException if the address cannot be bound, or there is no key to be had
   */
  public @Nullable String show(Gate gate, Path data) throws IOException {
    SightConfig.DoorConfig at = config.door();
    if (at == null) return null;
    Files.createDirectories(data);
    AdminKeyFile key = AdminKeyFile.in(data);
    AdminKeyFile registering = AdminKeyFile.ofRegistryIn(data);
    AdminDoor.Keys keys =
        new AdminDoor.Keys(AdminKey.of(key.key()), AdminKey.of(registering.key()));
    AdminDoor opened = AdminDoor.open(at, gate, registry, keys);
    door = opened;
    return "http://" + at.host() + ":" + opened.port() + " (key in " + key.path() + ")";
  }

  /** Begins the access log's file anew under its name. */
  public void reopenLog() {
    if (log != null) log.reopen();
  }

  /** After the gate has stopped. */
  @Override
  public void close() {
    if (door != null) door.close();
    if (log != null) log.close();
    registry.close();
  }
}
