package io.tidegate.app;

import io.tidegate.audit.draw.DrawVerifier;
import io.tidegate.audit.draw.MalformedDrawException;
import io.tidegate.audit.pack.AtomicFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads the three documents of a draw; the cohort and the order come page by page, as long as a
 * reply names a next page. Bounded in size and in time.
 */
final class DrawDownload {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
  private static final Duration EACH_MAX = Duration.ofSeconds(60);
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
  private static final int TRIES = 5;
  private static final int PAGE_BYTES_MAX = 1 << 24;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int BUSY = 503;

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
      AtomicFolder.make(folder, to -> download(client, to));
    }
    return said;
  }

  private void download(HttpClient client, Path folder) throws IOException {
    HttpResponse<byte[]> document = get(client, "", DrawVerifier.DOCUMENT_BYTES_MAX);
    if (document.statusCode() != OK) throw answers("", document);
    Files.write(folder.resolve(DrawVerifier.DOCUMENT), document.body());
    try {
      DrawVerifier.requireDocument(folder);
    } catch (MalformedDrawException e) {
      throw new IOException(draw + " is not the document of a draw: " + e.getMessage(), e);
    }
    said.add(DrawVerifier.DOCUMENT);
    list(client, "/cohort", folder.resolve(DrawVerifier.COHORT));
    list(client, "/order", folder.resolve(DrawVerifier.ORDER));
  }

  private void list(HttpClient client, String below, Path file) throws IOException {
    HttpResponse<byte[]> page = get(client, below, PAGE_BYTES_MAX);
    boolean published = page.statusCode() != NOT_FOUND && page.statusCode() != CONFLICT;
    if (published) write(client, below, file, page);
    said.add(file.getFileName() + (published ? "" : " is not published yet"));
  }

  private void write(HttpClient client, String below, Path file, HttpResponse<byte[]> first)
      throws IOException {
    HttpResponse<byte[]> page = first;
    long bytes = 0;
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int number = 1; ; number++) {
        if (page.statusCode() != OK) throw answers(below, page);
        bytes += page.body().length;
        if (bytes > DrawVerifier.TEXT_BYTES_MAX)
          throw new IOException(draw + below + " never ends");
        out.write(page.body());
        if (page.body().length == 0 || isLast(page)) return;
        page = get(client, below + "?page=" + (number + 1), PAGE_BYTES_MAX);
      }
    }
  }

  private static boolean isLast(HttpResponse<byte[]> page) {
    return page.headers().allValues("Link").stream()
        .noneMatch(link -> link.contains("rel=\"next\""));
  }

  private IOException answers(String below, HttpResponse<byte[]> reply) {
    return new IOException(draw + below + " answers " + reply.statusCode());
  }

  /** The reply; asks again a few times where the service is busy. */
  private HttpResponse<byte[]> get(HttpClient client, String below, int bytesMax)
      throws IOException {
    try {
      HttpResponse<byte[]> reply = once(client, below, bytesMax);
      for (int tries = 1; tries < TRIES && reply.statusCode() == BUSY; tries++) {
        Thread.sleep(BUSY_PAUSE);
        reply = once(client, below, bytesMax);
      }
      return reply;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private HttpResponse<byte[]> once(HttpClient client, String below, int bytesMax)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(draw + below)).build();
    CompletableFuture<HttpResponse<byte[]>> reply =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), bytesMax));
    try {
      return reply.get(EACH_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(draw + below + " cannot be had", e.getCause());
    } catch (TimeoutException e) {
      reply.cancel(true);
      throw new IOException(draw + below + " takes longer than " + EACH_MAX.toSeconds() + " s", e);
    }
  }
}
