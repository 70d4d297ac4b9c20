package io.tidegate.app;

import io.tidegate.audit.draw.DrawVerifier;
import io.tidegate.audit.pack.WholeFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Downloads the three documents of a draw, bounded in size and in time. */
final class DrawDownload {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
  private static final Duration EACH_MAX = Duration.ofMinutes(2);
  private static final int OK = 200;
  private static final int NOT_THERE_FROM = 400;
  private static final int NOT_THERE_TO = 500;

  private final URI draw;
  private final List<String> said = new ArrayList<>();

  /**
   * A download of one draw.
   *
   * @param draw where its document is; the cohort and the order lie below it
   */
  DrawDownload(URI draw) {
    this.draw = draw;
  }

  /**
   * Makes the folder, whole or not at all; a cohort and an order that are not published yet are
   * left out. Returns what to tell, a line for each file.
   */
  List<String> into(Path folder) throws IOException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build()) {
      WholeFolder.make(folder, to -> download(client, to));
    }
    return said;
  }

  private void download(HttpClient client, Path folder) throws IOException {
    int status =
        get(client, "", folder.resolve(DrawVerifier.DOCUMENT), DrawVerifier.DOCUMENT_BYTES_MAX);
    if (status != OK) throw new IOException(draw + " answers " + status);
    said.add(DrawVerifier.DOCUMENT);
    list(client, "/cohort", folder, DrawVerifier.COHORT);
    list(client, "/order", folder, DrawVerifier.ORDER);
  }

  private void list(HttpClient client, String below, Path folder, String name) throws IOException {
    int status = get(client, below, folder.resolve(name), DrawVerifier.TEXT_BYTES_MAX);
    if (status != OK && (status < NOT_THERE_FROM || status >= NOT_THERE_TO))
      throw new IOException(draw + below + " answers " + status);
    said.add(name + (status == OK ? "" : " is not published yet"));
  }

  /** Its status; where that is 200, the file is written. */
  private int get(HttpClient client, String below, Path file, int bytesMax) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(draw + below)).build();
    BodyHandler<Path> toFile = BodyHandlers.limiting(BodyHandlers.ofFile(file), bytesMax);
    CompletableFuture<HttpResponse<Path>> reply =
        client.sendAsync(
            request,
            head ->
                head.statusCode() == OK
                    ? toFile.apply(head)
                    : BodyHandlers.<Path>replacing(file).apply(head));
    try {
      return reply.get(EACH_MAX.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (ExecutionException e) {
      throw new IOException(draw + below + " cannot be had", e.getCause());
    } catch (TimeoutException e) {
      reply.cancel(true);
      throw new IOException(draw + below + " takes longer than " + EACH_MAX.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
