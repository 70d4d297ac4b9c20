package io.tidegate.lab.output;

import java.nio.file.Path;
import java.util.Objects;

/** The outputs by the names that {@code --out} has for them. */
public final class Outputs {

  private static final String KNOWN =
      "json=FILE, csv=FILE, jtl=FILE, influxdb=URL, experimental-prometheus-rw=URL";

  private Outputs() {}

  /**
   * The output that an argument of {@code --out} names, not yet started.
   *
   * @param argument such as {@code json=out.json.gz}
   * @throws OutputException if it names none, or not rightly
   */
  public static Output of(String argument, OutputContext context) throws OutputException {
    int equals = argument.indexOf('=');
    String kind = equals < 0 ? argument : argument.substring(0, equals);
    String target = equals < 0 ? "" : argument.substring(equals + 1);
    return switch (kind) {
      case "json" -> file(kind, target.isEmpty() ? "-" : target, new JsonEncoder(context), context);
      case "csv" -> file(kind, csvFile(target, context), new CsvEncoder(context), context);
      case "jtl" ->
          file(kind, target.isEmpty() ? "results.jtl" : target, new JtlEncoder(), context);
      case "influxdb" -> InfluxOutput.of(target, context);
      case "experimental-prometheus-rw" -> PrometheusOutput.of(target, context);
      default -> throw new OutputException("there is no output '" + kind + "'; there are " + KNOWN);
    };
  }

  private static String csvFile(String target, OutputContext context) {
    if (!target.isEmpty()) return target;
    return Objects.requireNonNullElse(context.env().get("K6_CSV_FILENAME"), "file.csv");
  }

  private static Output file(
      String kind, String target, SampleEncoder encoder, OutputContext context) {
    return new FileOutput(kind, Path.of(target), encoder, context);
  }
}
