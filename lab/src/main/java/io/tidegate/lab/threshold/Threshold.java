package io.tidegate.lab.threshold;

import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.Statistic;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One condition on a metric, such as {@code p(95)<500}.
 *
 * @param source as it was written
 * @param abortOnFail whether the run ends once it does not hold
 * @param delayAbortEval how long after the start the run ends at the earliest
 */
public record Threshold(
    String source,
    Statistic statistic,
    Operator operator,
    double bound,
    boolean abortOnFail,
    Duration delayAbortEval) {

  /** How a figure is compared with the bound; longer signs first, since some begin with others. */
  public enum Operator {
    IS_STRICTLY("==="),
    IS("=="),
    IS_NOT("!="),
    AT_LEAST(">="),
    AT_MOST("<="),
    ABOVE(">"),
    BELOW("<");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    boolean holds(double figure, double bound) {
      return switch (this) {
        case IS_STRICTLY, IS -> figure == bound;
        case IS_NOT -> figure != bound;
        case AT_LEAST -> figure >= bound;
        case AT_MOST -> figure <= bound;
        case ABOVE -> figure > bound;
        case BELOW -> figure < bound;
      };
    }
  }

  private static final List<String> STATISTICS =
      List.of("count", "rate", "value", "avg", "min", "max", "med", "p(N)");

  /**
   * What an expression says.
   *
   * @throws ThresholdException if it says nothing
   */
  public static Threshold parse(String expression, boolean abortOnFail, Duration delayAbortEval)
      throws ThresholdException {
    int at = signAt(expression);
    if (at < 0)
      throw wrong(expression, "it has no comparison; write it as 'p(95)<500' or 'rate>0.99'");
    Operator operator = operatorAt(expression, at);
    String figure = expression.substring(0, at).strip();
    Statistic statistic =
        Statistic.parse(figure)
            .orElseThrow(() ->
                wrong(
                    expression,
                    "there is no figure '%s'; there are %s"
                        .formatted(figure, String.join(", ", STATISTICS))));
    double bound = bound(expression, expression.substring(at + operator.sign.length()).strip());
    return new Threshold(expression, statistic, operator, bound, abortOnFail, delayAbortEval);
  }

  private static int signAt(String expression) {
    for (int i = 0; i < expression.length(); i++)
      if ("=!<>".indexOf(expression.charAt(i)) >= 0) return i;
    return -1;
  }

  private static Operator operatorAt(String expression, int at) throws ThresholdException {
    for (Operator operator : Operator.values())
      if (expression.startsWith(operator.sign, at)) return operator;
    throw wrong(expression, "it is compared by one of < <= > >= == === !=");
  }

  private static double bound(String expression, String text) throws ThresholdException {
    if (text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?"))
      return Double.parseDouble(text);
    throw wrong(expression, "'" + text + "' is no number; times are in ms, without a unit");
  }

  private static ThresholdException wrong(String expression, String why) {
    return new ThresholdException("the threshold '" + expression + "' says nothing: " + why);
  }

  /** What thresholds may be about, by the type of the metric. */
  static boolean has(MetricType type, Statistic.Kind kind) {
    return switch (kind) {
      case COUNT -> type == MetricType.COUNTER;
      case RATE -> type == MetricType.COUNTER || type == MetricType.RATE;
      case VALUE -> type == MetricType.GAUGE;
      case AVG, MIN, MAX, MED, P -> type == MetricType.TREND;
    };
  }

  static String figuresOf(MetricType type) {
    return Stream.of(Statistic.Kind.values())
        .filter(kind -> has(type, kind))
        .map(kind -> kind == Statistic.Kind.P ? "p(N)" : kind.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
