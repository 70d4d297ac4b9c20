package io.tidegate.app.gate;

import io.tidegate.app.config.YamlSection;
import io.tidegate.gate.EntryConfig;
import io.tidegate.http.h2.Http2Config;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of the gate's file that says what clients may speak: {@code tls}, {@code http2}, {@code
 * proxy-protocol}.
 */
final class EntrySection {

  private final Path file;
  private final YamlSection root;

  EntrySection(Path file, YamlSection root) {
    this.file = file;
    this.root = root;
  }

  EntryConfig read() {
    List<CertificateFiles> certificates = new ArrayList<>();
    if (root.isSection("tls")) pair(root.section("tls"), certificates);
    else for (YamlSection section : root.sections("tls")) pair(section, certificates);
    YamlSection http2 = root.section("http2");
    Http2Config bounds = bounds(http2);
    boolean clear = http2.flag("clear", false);
    http2.end();
    return entry(certificates, bounds, clear);
  }

  private EntryConfig entry(
      List<CertificateFiles> certificates, Http2Config bounds, boolean clear) {
    List<String> proxies = root.texts("proxy-protocol");
    if (proxies.equals(List.of("true"))) proxies = EntryConfig.NEAR;
    if (proxies.equals(List.of("false"))) proxies = List.of();
    try {
      return new EntryConfig(certificates, bounds, clear, proxies);
    } catch (IllegalArgumentException e) {
      root.problem("proxy-protocol", "must be true or networks of proxies: " + e.getMessage());
      return new EntryConfig(certificates, bounds, clear, List.of());
    }
  }

  /** Names of files are meant from the folder of the gate's file on. */
  private void pair(YamlSection section, List<CertificateFiles> to) {
    List<String> hosts = section.texts("host");
    String certificate = section.text("certificate");
    String key = section.text("key");
    section.end();
    if (certificate == null || key == null) {
      section.problem("needs a certificate and a key, each a file in PEM");
      return;
    }
    Path here = file.toAbsolutePath();
    CertificateFiles pair =
        new CertificateFiles(hosts, here.resolveSibling(certificate), here.resolveSibling(key));
    to.add(pair);
    try {
      Certificates.read(List.of(pair), true);
    } catch (IOException e) {
      section.problem("cannot be used: " + e.getMessage());
    }
  }

  private static Http2Config bounds(YamlSection section) {
    Http2Config given = Http2Config.DEFAULT;
    int stream =
        section.number(
            "stream-window-bytes",
            Http2Config.WINDOW_LEAST,
            Http2Config.WINDOW_MOST,
            given.streamWindowBytes());
    return new Http2Config(
        section.number("max-streams", 1, Http2Config.STREAMS_MOST, given.maxStreams()),
        stream,
        section.number(
            "connection-window-bytes",
            stream,
            Http2Config.WINDOW_MOST,
            Math.max(stream, given.connectionWindowBytes())),
        section.number(
            "max-frame-bytes",
            Http2Config.FRAME_LEAST,
            Http2Config.FRAME_MOST,
            given.maxFrameBytes()),
        section.number("max-resets", 1, Http2Config.RESETS_MOST, given.maxResets()),
        section.number(
            "max-control-frames",
            Http2Config.CONTROL_FRAMES_LEAST,
            Http2Config.CONTROL_FRAMES_MOST,
            given.maxControlFrames()));
  }
}
