package io.tidegate.gate.room;

import io.tidegate.http.page.ContentNegotiation;
import io.tidegate.http.page.Html;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Style and script of the waiting page, at paths before which no room stands. A path has the hash
 * of what is there, so that a browser keeps it for good; one with another hash, which a page of
 * another release names, has what there is now. Any thread.
 */
final class PageAssets {

  /** Everything below it. */
  static final String PATH = GateRooms.PATH + "/assets/";

  private static final Asset STYLE = new Asset("waiting.css", "text/css; charset=utf-8");
  private static final Asset SCRIPT = new Asset("waiting.js", "text/javascript; charset=utf-8");

  private PageAssets() {}

  static String style() {
    return STYLE.path;
  }

  static String script() {
    return SCRIPT.path;
  }

  /** What is at that path; null if nothing is. */
  static @Nullable Response at(Exchange exchange) {
    String path = exchange.path();
    if (!path.startsWith(PATH)) return null;
    for (Asset asset : new Asset[] {STYLE, SCRIPT})
      if (path.endsWith("/" + asset.name)) return asset.reply(exchange);
    return null;
  }

  private static final class Asset {

    final String name;
    final String path;
    private final Response plain;
    private final Response zipped;

    Asset(String name, String type) {
      this.name = name;
      byte[] bytes = read(name);
      path = PATH + hash(bytes) + "/" + name;
      plain = vary(Response.of(200, type, bytes));
      zipped = vary(Response.of(200, type, zip(bytes))).with("Content-Encoding", "gzip");
    }

    private static Response vary(Response response) {
      return Html.secured(response).with("Vary", "Accept-Encoding");
    }

    Response reply(Exchange exchange) {
      return (ContentNegotiation.takes(exchange, "gzip") ? zipped : plain)
          .with(
              "Cache-Control",
              exchange.path().equals(path) ? "public, max-age=31536000, immutable" : "no-store");
    }
  }

  private static byte[] read(String name) {
    try (InputStream in = PageAssets.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] zip(byte[] bytes) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(bytes.length);
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
