package io.tidegate.app.outbox;

import io.tidegate.app.config.ConfigException;
import io.tidegate.app.config.ConfigText;
import io.tidegate.app.config.YamlSection;
import io.tidegate.outbox.Outbox;
import io.tidegate.outbox.RelayConfig;
import io.tidegate.outbox.RelayConfig.From;
import io.tidegate.outbox.event.EventFilter;
import io.tidegate.outbox.webhook.AddressGuard;
import io.tidegate.outbox.webhook.WebhookConfig;
import io.tidegate.outbox.webhook.WebhookSecret;
import io.tidegate.outbox.webhook.WebhookSink;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads the file of the outbox: a list of sinks. It is read whole before anything of it holds, and
 * what is wrong is told with its line, all of it at once.
 */
public final class OutboxFile {

  private static final int SINKS_MAX = io.tidegate.core.outbox.SinkTable.SINKS_MAX;
  private static final RelayConfig GIVEN = RelayConfig.of("given");

  private final Path file;
  private final List<String> problems = new ArrayList<>();
  private final List<Outbox.Route> routes = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  private enum Delivery {
    FREE,
    ORDERED
  }

  private OutboxFile(Path file) {
    this.file = file;
  }

  /**
   * What it says.
   *
   * @throws ConfigException if anything of it is wrong
   */
  public static List<Outbox.Route> read(Path file) {
    OutboxFile reader = new OutboxFile(file);
    reader.read();
    if (!reader.problems.isEmpty()) throw new ConfigException(reader.problems);
    return reader.routes;
  }

  private void read() {
    try {
      Optional<String> text = ConfigText.read(file, what -> problems.add(file + ": " + what));
      if (text.isEmpty()) return;
      LoadSettings settings =
          LoadSettings.builder().setSchema(new CoreSchema()).setAllowNonScalarKeys(true).build();
      Optional<Node> root = new Compose(settings).composeString(text.get());
      sinks(new YamlSection(file, "", root.orElse(null), problems));
    } catch (MarkedYamlEngineException e) {
      String line = e.getProblemMark().map(at -> ":" + (at.getLine() + 1)).orElse("");
      problems.add(file + line + ": " + ConfigText.wrong(e));
    } catch (YamlEngineException e) {
      problems.add(file + ": is not YAML 1.2");
    }
  }

  private void sinks(YamlSection root) {
    String source = root.text("source", "");
    List<YamlSection> sections = root.sections("sinks");
    if (sections.size() > SINKS_MAX) root.problem("sinks", "must be at most " + SINKS_MAX);
    for (YamlSection section : sections) sink(section, source);
    root.end();
  }

  private void sink(YamlSection section, String source) {
    String name = section.text("name", "");
    if (names.contains(name)) section.problem("name", "stands already above: " + name);
    names.add(name);
    boolean ordered = section.choice("delivery", Delivery.class, Delivery.FREE) == Delivery.ORDERED;
    boolean isWebhook = section.has("webhook");
    boolean isKafka = section.has("kafka");
    Target target = null;
    if (isWebhook == isKafka) section.problem("must have either webhook or kafka");
    else target = isWebhook ? webhook(section.section("webhook"), ordered) : kafka(section);
    RelayConfig config = relay(section, name, ordered || isKafka, source);
    section.end();
    if (target != null && config != null)
      routes.add(new Outbox.Route(config, target.kind(), target.where(), target.sink()));
  }

  /** What a sink is made of. */
  private record Target(
      String kind, String where, java.util.function.Supplier<io.tidegate.outbox.Sink> sink) {}

  private static @Nullable Target kafka(YamlSection section) {
    return KafkaSection.read(section.section("kafka"))
        .map(k -> new Target("kafka", k.where(), k.sink()))
        .orElse(null);
  }

  private static @Nullable RelayConfig relay(
      YamlSection section, String name, boolean ordered, String source) {
    EventFilter events = EventFilter.ALL;
    try {
      List<String> wanted = section.texts("events");
      if (!wanted.isEmpty()) events = new EventFilter(wanted);
      List<Duration> retry = new ArrayList<>();
      for (String seconds : section.texts("retry-s")) retry.add(seconds(section, seconds));
      return new RelayConfig(
          name,
          events,
          section.choice("from", From.class, From.END),
          ordered,
          section.number("batch", GIVEN.batch()),
          retry.isEmpty() ? GIVEN.retry() : retry,
          Duration.ofSeconds(section.number("give-up-s", (int) GIVEN.giveUp().toSeconds())),
          source);
    } catch (IllegalArgumentException e) {
      section.problem(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Duration seconds(YamlSection section, String text) {
    if (text.matches("[0-9]{1,9}")) return Duration.ofSeconds(Long.parseLong(text));
    section.problem("retry-s", "must be whole seconds, not \"" + text + "\"");
    return RelayConfig.RETRY_LEAST;
  }

  private static @Nullable Target webhook(YamlSection section, boolean ordered) {
    List<WebhookSecret> secrets = new ArrayList<>();
    List<String> written = section.texts("secrets");
    for (int i = 0; i < written.size(); i++) {
      try {
        secrets.add(WebhookSecret.parse(written.get(i)));
      } catch (IllegalArgumentException e) {
        section.problem("secrets", "number " + (i + 1) + " " + e.getMessage());
      }
    }
    String url = section.text("url", "");
    List<String> allow = section.texts("allow");
    int atOnce = section.number("at-once", ordered ? 1 : 8);
    Duration timeout = section.time("timeout-ms", WebhookConfig.TIMEOUT_DEFAULT);
    section.end();
    if (secrets.size() < written.size()) return null;
    try {
      WebhookConfig config = new WebhookConfig(new URI(url), secrets, ordered, atOnce, timeout);
      AddressGuard guard = new AddressGuard(InetAddress::getAllByName, allow);
      SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
      String where = config.url().getScheme() + "://" + config.url().getRawAuthority();
      return new Target(
          "webhook", where, () -> new WebhookSink(config, guard, tls, Clock.systemUTC()));
    } catch (IllegalArgumentException e) {
      section.problem(String.valueOf(e.getMessage()));
    } catch (URISyntaxException e) {
      section.problem("url", "must be a URL, such as https://shop.example/hooks");
    }
    return null;
  }
}
