package io.tidegate.http.admin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Counts wrong admin keys by address. Up to {@value #MOST} a minute are answered as such and
 * logged; beyond that the address has to wait. Bounded: with more than {@value #ADDRESSES}
 * addresses the oldest window is forgotten. An IPv6 host owns its /64, so that is what counts. Any
 * thread.
 */
final class FailedAttempts {

  static final int MOST = 10;
  static final int ADDRESSES = 4_096;
  static final long WINDOW_NS = TimeUnit.MINUTES.toNanos(1);

  private final Map<ByteBuffer, Window> windows = new LinkedHashMap<>(); // oldest window first

  /**
   * Counts one more failure.
   *
   * @param nowNs monotonic
   * @return 0 if it is within the limit, else the seconds until the address may try again
   */
  synchronized long failed(InetAddress address, long nowNs) {
    ByteBuffer key = keyOf(address);
    Window window = windows.get(key);
    if (window == null || nowNs - window.beganNs >= WINDOW_NS) {
      windows.remove(key);
      window = new Window(nowNs);
      windows.put(key, window);
      if (windows.size() > ADDRESSES) windows.remove(windows.keySet().iterator().next());
    }
    if (++window.failures <= MOST) return 0;
    return TimeUnit.NANOSECONDS.toSeconds(WINDOW_NS - (nowNs - window.beganNs)) + 1;
  }

  synchronized int size() {
    return windows.size();
  }

  private static ByteBuffer keyOf(InetAddress address) {
    byte[] bytes = address.getAddress();
    return ByteBuffer.wrap(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
  }

  private static final class Window {
    private final long beganNs;
    private int failures;

    Window(long beganNs) {
      this.beganNs = beganNs;
    }
  }
}
