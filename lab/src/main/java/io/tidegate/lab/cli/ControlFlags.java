package io.tidegate.lab.cli;

import io.tidegate.http.server.Router;
import io.tidegate.lab.live.LiveView;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a run can be asked and controlled, and for how long. */
final class ControlFlags {

  static final String ADDRESS = "localhost:6565";

  @Option(
      names = {"-a", "--address"},
      paramLabel = "HOST:PORT",
      description =
          "Where the run is shown and controlled, by default "
              + ADDRESS
              + " or, if that is taken, any port; empty for nowhere.")
  private @Nullable String address;

  @Option(
      names = {"-l", "--linger"},
      defaultValue = "${env:K6_LINGER:-false}",
      description = "Answers there also when the run is over, until Ctrl-C.")
  private boolean linger;

  /** An address that is none, or that somebody else has. */
  static final class AddressException extends IOException {
    private static final long serialVersionUID = 1;

    AddressException(@Nullable String why) {
      super(why);
    }
  }

  boolean linger() {
    return linger;
  }

  /** Whether somebody wants it there and not elsewhere. */
  boolean isGiven() {
    return address != null;
  }

  /**
   * Where it is; null for nowhere.
   *
   * @throws AddressException if the address is none
   */
  LiveView.@Nullable Place place(Consumer<Router.Builder> more) throws AddressException {
    String text = address == null ? ADDRESS : address;
    if (text.isEmpty()) return null;
    int colon = text.lastIndexOf(':');
    if (colon < 0) throw new AddressException("address " + text + ": missing port in address");
    String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port < 0 || port > 65_535) throw new NumberFormatException();
      return new LiveView.Place(host.isEmpty() ? "0.0.0.0" : host, port, more);
    } catch (NumberFormatException _) {
      throw new AddressException("address " + text + ": invalid port");
    }
  }
}
