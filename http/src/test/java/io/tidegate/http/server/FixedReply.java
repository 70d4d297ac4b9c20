package io.tidegate.http.server;

import io.tidegate.http.log.AccessLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * A server that answers a fixed 200, to measure what the HTTP layer costs by itself. Arguments:
 * port, event loops, and optionally a file for the access log.
 */
final class FixedReply {

  private FixedReply() {}

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    HttpConfig config =
        HttpConfig.DEFAULT.at("127.0.0.1", port).loops(Integer.parseInt(arguments[1]));
    Response reply =
        Response.json(200, "{\"offerId\":1,\"available\":1000}".getBytes(StandardCharsets.UTF_8));
    Router router =
        Router.builder().get("/api/v1/offers/{offerId}", exchange -> exchange.reply(reply)).build();
    ServerObserver observer =
        arguments.length > 2
            ? AccessLog.toFile(Path.of(arguments[2]), AccessLog.FILE_BYTES_MOST)
            : ServerObserver.NONE;
    HttpServer server = HttpServer.start(config, router, observer);
    System.out.println("listening on " + server.port());
    new CountDownLatch(1).await();
  }
}
