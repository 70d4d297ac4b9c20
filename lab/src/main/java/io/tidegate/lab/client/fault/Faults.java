package io.tidegate.lab.client.fault;

import java.io.EOFException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/**
 * Which fault an exception of the JDK's sockets is. The JDK hands the system's own words on and no
 * number, so they are told apart by these words. Pure.
 */
public final class Faults {

  private Faults() {}

  /** While a connection to that address was opened. */
  public static Fault dialing(IOException e, InetSocketAddress remote) {
    String why = message(e);
    if (e instanceof SocketTimeoutException || why.contains("timed out"))
      return dialTimeout(remote);
    String detail = dial(remote) + "connect: " + why;
    if (why.contains("connection refused"))
      return new Fault(Fault.REFUSED, "dial: connection refused", detail);
    int errno = errno(why);
    if (errno == 0) return new Fault(Fault.DIAL, "dial: " + why, detail);
    String message = "dial: unknown errno %d error with msg `%s`".formatted(errno, why);
    return new Fault(Fault.DIAL_ERRNO, message, detail);
  }

  /** Nobody took the connection in time. */
  public static Fault dialTimeout(InetSocketAddress remote) {
    return new Fault(Fault.DIAL_TIMEOUT, "dial: i/o timeout", dial(remote) + "i/o timeout");
  }

  private static String dial(InetSocketAddress remote) {
    String ip = remote.getAddress().getHostAddress();
    String shown = remote.getAddress() instanceof Inet6Address ? "[" + ip + "]" : ip;
    return "dial tcp " + shown + ":" + remote.getPort() + ": ";
  }

  /** While the request was written. */
  public static Fault writing(IOException e) {
    return onConnection("write", e);
  }

  /** While the reply was read. */
  public static Fault reading(IOException e) {
    return e instanceof EOFException ? Fault.generic(message(e)) : onConnection("read", e);
  }

  private static Fault onConnection(String what, IOException e) {
    String why = message(e);
    if (e instanceof SSLException) return new Fault(Fault.TLS, "tls: " + why);
    if (why.contains("broken pipe")) return new Fault(Fault.BROKEN_PIPE, what + ": broken pipe");
    if (why.contains("reset")) return new Fault(Fault.RESET, what + ": connection reset by peer");
    int errno = errno(why);
    if (errno == 0) return Fault.generic(what + ": " + why);
    return new Fault(
        Fault.UNKNOWN_ERRNO,
        "%s: unknown errno `%d` on %s with message `%s`"
            .formatted(
                what, errno, System.getProperty("os.name", "").toLowerCase(Locale.ROOT), why));
  }

  /** Of Linux; 0 for what has none. */
  private static int errno(String why) {
    if (why.contains("too many open files")) return 24;
    if (why.contains("cannot assign requested address")) return 99;
    if (why.contains("network is unreachable")) return 101;
    if (why.contains("connection timed out")) return 110;
    if (why.contains("no route to host") || why.contains("host is unreachable")) return 113;
    return why.contains("permission denied") ? 13 : 0;
  }

  private static String message(IOException e) {
    String message = e.getMessage();
    if (message == null) return e.getClass().getSimpleName();
    return e instanceof EOFException ? message : message.toLowerCase(Locale.ROOT);
  }
}
