package io.tidegate.app;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigException;
import io.tidegate.app.config.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings of a command: a picocli mixin for those that run on the service's configuration. */
public final class ConfigOptions {
  private static final Path USUAL_FILE = Path.of("tidegate.yaml");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file; without it ./tidegate.yaml, where there is one.")
  private @Nullable Path file;

  @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 takes a free one.")
  private @Nullable String port;

  @Option(
      names = "--gate-port",
      paramLabel = "PORT",
      description = "Port of the gate before the service; 0 takes a free one, none leaves it out.")
  private @Nullable String gatePort;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "Home of the log that instances share, postgres://…; files is the data folder.")
  private @Nullable String store;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description = "Folder of the secrets, the same on all instances.")
  private @Nullable String secrets;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of this instance.")
  private @Nullable String name;

  @Option(
      names = "--cluster-host",
      paramLabel = "HOST",
      description =
          "Address at which other instances reach this one; auto takes this machine's own.")
  private @Nullable String clusterHost;

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = "Port at which other instances reach this one; 0 takes a free one.")
  private @Nullable String clusterPort;

  @Option(
      names = "--register",
      paramLabel = "URL",
      description =
          "Registry of a gate where this instance enters itself, http://any:KEY@host:9901/eureka/.")
  private @Nullable String register;

  @Option(
      names = "--register-as",
      paramLabel = "NAME",
      description = "Application that it enters itself as; TIDEGATE unless set.")
  private @Nullable String registerAs;

  @Option(names = "--data", paramLabel = "DIR", description = "Folder of the journal and the keys.")
  private @Nullable String data;

  /** The file that {@link #load} reads: the one named, or the usual one if it exists, or none. */
  public @Nullable Path file() {
    return file == null && Files.exists(USUAL_FILE) ? USUAL_FILE : file;
  }

  /**
   * File, environment and options, over the defaults.
   *
   * @param demo whether the demo data is wanted; without a file, that makes {@link Config#DEMO} the
   *     defaults
   * @throws ConfigException if something is wrong with it
   */
  public Config load(boolean demo) {
    Config base = demo && file() == null ? Config.DEMO : Config.DEFAULT;
    return ConfigLoader.load(base, file(), System.getenv(), given());
  }

  /** The same, with no gate before the service unless one is asked for. */
  ConfigOptions withoutGate() {
    if (gatePort == null) gatePort = "none";
    return this;
  }

  private Map<String, String> given() {
    Map<String, String> given = new HashMap<>();
    if (host != null) given.put("--host", host);
    if (port != null) given.put("--port", port);
    if (gatePort != null) given.put("--gate-port", gatePort);
    if (data != null) given.put("--data", data);
    if (store != null) given.put("--store", store);
    if (secrets != null) given.put("--secrets", secrets);
    if (name != null) given.put("--name", name);
    if (clusterHost != null) given.put("--cluster-host", clusterHost);
    if (clusterPort != null) given.put("--cluster-port", clusterPort);
    if (register != null) given.put("--register", register);
    if (registerAs != null) given.put("--register-as", registerAs);
    return given;
  }
}
