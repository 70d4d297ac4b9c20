package io.tidegate.lab.imports;

import io.tidegate.lab.recording.Text;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a file of another tool may be. */
enum ForeignFormat {
  K6_JSON("k6 (--out json)", Unknown.OPEN_MODEL),
  K6_CSV("k6 (--out csv)", Unknown.OPEN_MODEL, Unknown.KINDS),
  JTL_CSV("JMeter (JTL)", Unknown.OPEN_MODEL, Unknown.CONNECTING),
  JTL_XML("JMeter (JTL, XML)", Unknown.OPEN_MODEL, Unknown.CONNECTING),
  NGRINDER("nGrinder (CSV)", Unknown.OPEN_MODEL, Unknown.PERCENTILES);

  private static final Pattern JTL_LINE = Pattern.compile("(?s)\\d{13}[,;\t]\\d+[,;\t].*");

  private final String tool;

  @SuppressWarnings("ImmutableEnumChecker") // a list of List.of is
  private final List<Text> unknown;

  ForeignFormat(String tool, Text... unknown) {
    this.tool = tool;
    this.unknown = List.of(unknown);
  }

  /** What a file of each cannot say. */
  private static final class Unknown {
    static final Text OPEN_MODEL =
        new Text(
            "Such a file does not say when iterations were meant to begin, nor how late the"
                + " generator was, nor whether the generator was the limit: its times are service"
                + " times.",
            "이런 파일에는 반복이 언제 시작될 예정이었는지, 생성기가 얼마나 늦었는지, 생성기가 한계였는지가 없습니다. 그 시간은 처리 시간입니다.");
    static final Text KINDS =
        new Text(
            "It does not say of which kind the script's own metrics are; they are shown as trends.",
            "스크립트가 만든 지표의 종류가 없어 모두 추세로 보여 줍니다.");
    static final Text CONNECTING =
        new Text(
            "JMeter's times are whole milliseconds, and those of a request have connecting in"
                + " them.",
            "JMeter의 시간은 밀리초 단위의 정수이고, 요청 시간에 연결 시간이 들어 있습니다.");
    static final Text PERCENTILES =
        new Text(
            "nGrinder keeps the mean of each second alone: there are no percentiles, no least and"
                + " no greatest time. Times are those of tests without an error.",
            "nGrinder는 초마다의 평균만 남기므로 백분위수, 최솟값, 최댓값이 없습니다. 시간은 오류가 없는 테스트의 것입니다.");
  }

  /** How reports call what measured. */
  String tool() {
    return tool;
  }

  List<Text> unknown() {
    return unknown;
  }

  /**
   * What a file is that begins so; null for none of them.
   *
   * @param head its first few thousand characters
   */
  static @Nullable ForeignFormat of(String head) {
    String start = head.startsWith("\uFEFF") ? head.substring(1) : head.stripLeading();
    String first = start.lines().findFirst().orElse("");
    if (first.startsWith("{") && first.contains("\"metric\"")) return K6_JSON;
    if (start.startsWith("<?xml") || start.startsWith("<testResults"))
      return start.contains("<testResults") ? JTL_XML : null;
    if (first.startsWith("metric_name,timestamp,metric_value")) return K6_CSV;
    if (first.contains("timeStamp") && first.contains("elapsed")) return JTL_CSV;
    if (JTL_LINE.matcher(first).matches()) return JTL_CSV;
    return first.startsWith("DateTime,") && first.contains("Tests") ? NGRINDER : null;
  }
}
