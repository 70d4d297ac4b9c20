package io.tidegate.lab.client;

import io.tidegate.lab.client.dns.Resolver;
import io.tidegate.lab.client.tls.TlsContext;
import io.tidegate.lab.client.transport.Deadlines;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all users of a run share: names, deadlines. Any thread. */
public final class Network implements AutoCloseable {

  private final ClientConfig config;
  private final Resolver resolver;
  private final Deadlines deadlines = new Deadlines();
  private final @Nullable Detour detour;
  private @Nullable TlsContext tls;

  /** Leads every connection elsewhere than where its URL says, and without TLS. Any thread. */
  @FunctionalInterface
  public interface Detour {
    /** Where this connection goes. */
    InetSocketAddress insteadOf(HttpUrl url);
  }

  /** Starts what watches the deadlines. */
  public Network(ClientConfig config) {
    this(config, null);
  }

  /** The same with a detour; null for none. */
  public Network(ClientConfig config, @Nullable Detour detour) {
    this.config = config;
    this.detour = detour;
    resolver = new Resolver(config.names());
  }

  /**
   * The client of one user, without a connection yet.
   *
   * @param user from 0; decides which of the local addresses is theirs
   */
  public HttpClient client(int user) {
    List<InetAddress> locals = config.localAddresses();
    @Nullable InetAddress local =
        locals.isEmpty() ? null : locals.get(Math.floorMod(user, locals.size()));
    return new HttpClient(this, local);
  }

  ClientConfig config() {
    return config;
  }

  Resolver resolver() {
    return resolver;
  }

  /** Made when first asked for: it reads whom the machine trusts, which takes a while. */
  synchronized TlsContext tls() {
    TlsContext there = tls;
    if (there == null) {
      there = new TlsContext(config.tls());
      tls = there;
    }
    return there;
  }

  @Nullable Detour detour() {
    return detour;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** Ends the watcher. Clients are to be closed before. */
  @Override
  public void close() {
    deadlines.close();
  }
}
