package io.tidegate.http.tls;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;

/** Tells what a client or the network does to a connection from what is wrong here. */
public final class ConnectionFaults {

  private ConnectionFaults() {}

  /** Whether it is no fault of the program: an I/O error, or bytes that are no record of TLS. */
  public static boolean isOutside(Throwable cause) {
    boolean decoding = cause instanceof DecoderException;
    return (decoding ? cause.getCause() : cause) instanceof IOException;
  }
}
