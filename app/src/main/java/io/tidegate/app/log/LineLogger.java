package io.tidegate.app.log;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A logger of SLF4J that writes to the log in use. */
final class LineLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1;

  /**
   * Below a warning, Netty tells of single frames and records, as many as any client likes, and
   * Kafka's client of each of its settings.
   */
  private final boolean isChatty;

  LineLogger(String name) {
    this.name = name;
    isChatty = name.startsWith("io.netty.") || name.startsWith("org.apache.kafka.");
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      @Nullable String message,
      Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    String said = MessageFormatter.basicArrayFormat(message, arguments);
    ServiceLog.inUse().write(name, level, String.valueOf(said), thrown);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return !isChatty && ServiceLog.inUse().least().takes(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return !isChatty && ServiceLog.inUse().least().takes(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return ServiceLog.inUse().least().takes(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }
}
