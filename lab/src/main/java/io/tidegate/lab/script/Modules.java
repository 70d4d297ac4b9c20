package io.tidegate.lab.script;

import org.jspecify.annotations.Nullable;

/** Modules of k6 that are not here, and what to tell who imports them. */
final class Modules {

  private Modules() {}

  /** What k6 wants imported instead of a module; null where that may stay. */
  static @Nullable String successor(String name) {
    return name.equals("k6/experimental/websockets") ? "k6/websockets" : null;
  }

  /** Why a module is not there. */
  static String absent(String name) {
    if (name.startsWith("k6/x/"))
      return name + " is an extension of k6 in Go, which cannot run here";
    return switch (name) {
      case "k6/browser", "k6/experimental/browser" -> name + " needs a browser, which is not here";
      case "k6/experimental/timers" ->
          name + " is gone: setTimeout and its like are there without an import, or from k6/timers";
      case "k6/experimental/webcrypto" -> name + " is gone: crypto is there without an import";
      case "k6/experimental/tracing" -> name + " was taken out of k6";
      case "k6/experimental/redis", "k6/secrets", "k6/crypto/x509" -> name + " is not here";
      case "k6/net/grpc", "k6/experimental/grpc" -> "gRPC is not here";
      case "k6/cloud" -> "there is no cloud here";
      default -> "k6 has no module " + name;
    };
  }
}
