package io.tidegate.lab.agent;

import io.tidegate.lab.agent.Message.Alive;
import io.tidegate.lab.agent.Message.AskTime;
import io.tidegate.lab.agent.Message.Done;
import io.tidegate.lab.agent.Message.EndRun;
import io.tidegate.lab.agent.Message.Ended;
import io.tidegate.lab.agent.Message.FailRun;
import io.tidegate.lab.agent.Message.Job;
import io.tidegate.lab.agent.Message.Log;
import io.tidegate.lab.agent.Message.Measured;
import io.tidegate.lab.agent.Message.Prepared;
import io.tidegate.lab.agent.Message.ScriptFile;
import io.tidegate.lab.agent.Message.ScriptLink;
import io.tidegate.lab.agent.Message.Start;
import io.tidegate.lab.agent.Message.Stop;
import io.tidegate.lab.agent.Message.Time;
import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.watch.Finding;
import io.tidegate.lab.watch.Limit;
import io.tidegate.lab.watch.SelfCheck;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as bytes: a kind, and what it says. Pure. */
final class MessageCodec {

  private MessageCodec() {}

  static byte[] bytes(Message message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream to = new DataOutputStream(bytes)) {
      write(message, to);
    }
    return bytes.toByteArray();
  }

  private static void write(Message message, DataOutputStream to) throws IOException {
    switch (message) {
      case Alive() -> to.writeByte(0);
      case AskTime() -> to.writeByte(1);
      case ScriptFile(Path path, byte[] bytes) -> {
        to.writeByte(2);
        text(path.toString(), to);
        bytes(bytes, to);
      }
      case ScriptLink(Path path, Path real) -> {
        to.writeByte(3);
        text(path.toString(), to);
        text(real.toString(), to);
      }
      case Job(Path script, String optionsJson, Map<String, String> env, double rps) -> {
        to.writeByte(4);
        text(script.toString(), to);
        text(optionsJson, to);
        texts(env, to);
        to.writeDouble(rps);
      }
      case Start(long atNs, @Nullable String setupJson) -> {
        to.writeByte(5);
        to.writeLong(atNs);
        to.writeBoolean(setupJson != null);
        if (setupJson != null) text(setupJson, to);
      }
      case Stop() -> to.writeByte(6);
      case Time(long monotonicNs, long epochMs) -> {
        to.writeByte(7);
        to.writeLong(monotonicNs);
        to.writeLong(epochMs);
      }
      case Prepared() -> to.writeByte(8);
      case Log(String level, String text, Map<String, String> fields) -> {
        to.writeByte(9);
        text(level, to);
        text(text, to);
        texts(fields, to);
      }
      case Measured(byte[] interval) -> {
        to.writeByte(10);
        bytes(interval, to);
      }
      case EndRun(ExitCode code, String reason) -> {
        to.writeByte(11);
        text(code.name(), to);
        text(reason, to);
      }
      case FailRun(String reason) -> {
        to.writeByte(12);
        text(reason, to);
      }
      case Ended(long interrupted, SelfCheck health) -> {
        to.writeByte(13);
        to.writeLong(interrupted);
        health(health, to);
      }
      case Done() -> to.writeByte(14);
    }
  }

  /**
   * The message that bytes are.
   *
   * @throws IOException also if they are none
   */
  static Message of(byte[] bytes) throws IOException {
    try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return read(from);
    } catch (IllegalArgumentException e) {
      throw new IOException("no message: " + e.getMessage(), e);
    }
  }

  private static Message read(DataInputStream from) throws IOException {
    int kind = from.readUnsignedByte();
    return switch (kind) {
      case 0 -> new Alive();
      case 1 -> new AskTime();
      case 2 -> new ScriptFile(path(from), readBytes(from));
      case 3 -> new ScriptLink(path(from), path(from));
      case 4 -> new Job(path(from), readText(from), readTexts(from), from.readDouble());
      case 5 -> new Start(from.readLong(), from.readBoolean() ? readText(from) : null);
      case 6 -> new Stop();
      case 7 -> new Time(from.readLong(), from.readLong());
      case 8 -> new Prepared();
      case 9 -> new Log(readText(from), readText(from), readTexts(from));
      case 10 -> new Measured(readBytes(from));
      case 11 -> new EndRun(ExitCode.valueOf(readText(from)), readText(from));
      case 12 -> new FailRun(readText(from));
      case 13 -> new Ended(from.readLong(), readHealth(from));
      case 14 -> new Done();
      default -> throw new IOException("no message of the kind " + kind);
    };
  }

  private static Path path(DataInputStream from) throws IOException {
    try {
      return Path.of(readText(from));
    } catch (InvalidPathException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void health(SelfCheck health, DataOutputStream to) throws IOException {
    to.writeInt(health.findings().size());
    for (Finding finding : health.findings()) {
      text(finding.limit().name(), to);
      text(finding.evidence(), to);
    }
    to.writeInt(health.seconds());
    to.writeDouble(health.machineCpu());
    to.writeDouble(health.ownCpu());
    to.writeDouble(health.gcMost());
    to.writeDouble(health.latenessP99Ms());
  }

  private static SelfCheck readHealth(DataInputStream from) throws IOException {
    List<Finding> findings = new ArrayList<>();
    int count = from.readInt();
    for (int i = 0; i < count; i++)
      findings.add(new Finding(Limit.valueOf(readText(from)), readText(from)));
    return new SelfCheck(
        findings,
        from.readInt(),
        from.readDouble(),
        from.readDouble(),
        from.readDouble(),
        from.readDouble());
  }

  private static void texts(Map<String, String> texts, DataOutputStream to) throws IOException {
    to.writeInt(texts.size());
    for (Map.Entry<String, String> text : texts.entrySet()) {
      text(text.getKey(), to);
      text(text.getValue(), to);
    }
  }

  private static Map<String, String> readTexts(DataInputStream from) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    int count = from.readInt();
    for (int i = 0; i < count; i++) texts.put(readText(from), readText(from));
    return texts;
  }

  /** Not as {@code writeUTF}, which takes 64 KB at most. */
  private static void text(String text, DataOutputStream to) throws IOException {
    bytes(text.getBytes(StandardCharsets.UTF_8), to);
  }

  private static String readText(DataInputStream from) throws IOException {
    return new String(readBytes(from), StandardCharsets.UTF_8);
  }

  private static void bytes(byte[] bytes, DataOutputStream to) throws IOException {
    to.writeInt(bytes.length);
    to.write(bytes);
  }

  private static byte[] readBytes(DataInputStream from) throws IOException {
    return from.readNBytes(Math.max(0, from.readInt()));
  }
}
