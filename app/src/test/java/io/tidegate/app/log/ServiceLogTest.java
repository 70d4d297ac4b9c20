package io.tidegate.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ServiceLogTest {

  private static final Logger LOG = LoggerFactory.getLogger(ServiceLogTest.class);
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

  private final ServiceLog before = ServiceLog.inUse();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @AfterEach
  void restore() {
    ServiceLog.use(before);
  }

  @Test
  void a_line_of_text_has_time_level_thread_logger_and_message() {
    use(LogFormat.TEXT, LogLevel.INFO);
    LOG.info("{} of {} 표", 1, 2);
    assertThat(said()).matches(TIME + " INFO  \\[.+] ServiceLogTest: 1 of 2 표\n");
  }

  @Test
  void an_error_has_its_stack_below_the_line_in_text_and_within_it_in_json() {
    use(LogFormat.TEXT, LogLevel.INFO);
    LOG.error("It failed", new IOException("the disk\nis gone"));
    assertThat(said().lines().toList().get(0)).endsWith(" ServiceLogTest: It failed");
    assertThat(said()).contains("java.io.IOException: the disk", "\tat io.tidegate");

    said.reset();
    use(LogFormat.JSON, LogLevel.INFO);
    LOG.error("It \"failed\"", new IOException("the disk\nis gone"));
    assertThat(said().lines()).hasSize(1);
    assertThat(said())
        .matches("(?s)\\{\"time\":\"" + TIME + "\",\"level\":\"ERROR\",\"thread\":.*}\n")
        .contains(
            "\"message\":\"It \\\"failed\\\"\",\"error\":\"java.io.IOException: the disk\\u000ais gone");
  }

  @Test
  void what_netty_tells_of_single_frames_is_not_said() {
    use(LogFormat.TEXT, LogLevel.DEBUG);
    Logger netty = LoggerFactory.getLogger("io.netty.handler.codec.http2.Any");
    netty.debug("a frame");
    netty.info("a frame");
    netty.warn("loud");
    assertThat(said()).contains("loud").doesNotContain("a frame");
  }

  @Test
  void what_is_below_the_level_is_not_said() {
    use(LogFormat.TEXT, LogLevel.WARN);
    LOG.info("quiet");
    LOG.warn("loud");
    assertThat(said()).contains("WARN ", "loud").doesNotContain("quiet");
    said.reset();
    use(LogFormat.TEXT, LogLevel.DEBUG);
    LOG.debug("detail");
    LOG.trace("too much");
    assertThat(said()).contains("DEBUG [", "detail").doesNotContain("too much");
  }

  private void use(LogFormat format, LogLevel least) {
    ServiceLog.use(
        new ServiceLog(format, least, new PrintStream(said, true, StandardCharsets.UTF_8)));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
