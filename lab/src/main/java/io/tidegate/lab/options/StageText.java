package io.tidegate.lab.options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stages as the command line has them: {@code 30s:100}. */
public final class StageText {

  private StageText() {}

  /**
   * The list that the option {@code stages} is.
   *
   * @throws OptionException if a text is no stage
   */
  public static List<Object> parse(List<String> texts) throws OptionException {
    List<Object> stages = new ArrayList<>();
    for (String text : texts) {
      int colon = text.indexOf(':');
      if (colon < 1) throw new OptionException("a stage is TIME:USERS, not \"" + text + "\"");
      stages.add(Map.of("duration", text.substring(0, colon), "target", text.substring(colon + 1)));
    }
    return stages;
  }
}
