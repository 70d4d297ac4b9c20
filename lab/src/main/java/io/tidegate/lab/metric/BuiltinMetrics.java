package io.tidegate.lab.metric;

import static io.tidegate.lab.metric.MetricType.COUNTER;
import static io.tidegate.lab.metric.MetricType.GAUGE;
import static io.tidegate.lab.metric.MetricType.RATE;
import static io.tidegate.lab.metric.MetricType.TREND;
import static io.tidegate.lab.metric.ValueType.DATA;
import static io.tidegate.lab.metric.ValueType.DEFAULT;
import static io.tidegate.lab.metric.ValueType.TIME;

/**
 * The metrics that every run has, as k6 has them, and two more that say what an open model is
 * about: {@code iteration_response} and {@code iteration_lateness}.
 */
public final class BuiltinMetrics {

  public final Metric vus;
  public final Metric vusMax;
  public final Metric iterations;
  public final Metric iterationDuration;
  public final Metric droppedIterations;

  /**
   * From the intended start of an iteration to its end; the same as its duration in a closed model.
   */
  public final Metric iterationResponse;

  /** From the intended start of an iteration to the moment at which the generator began it. */
  public final Metric iterationLateness;

  public final Metric checks;
  public final Metric groupDuration;
  public final Metric dataSent;
  public final Metric dataReceived;
  public final Metric httpReqs;
  public final Metric httpReqFailed;
  public final Metric httpReqDuration;

  /** Of those replies alone that were expected; every run has it. */
  public final SubMetric httpReqDurationExpected;

  public final Metric httpReqBlocked;
  public final Metric httpReqConnecting;
  public final Metric httpReqTlsHandshaking;
  public final Metric httpReqSending;
  public final Metric httpReqWaiting;
  public final Metric httpReqReceiving;
  public final Metric wsSessions;
  public final Metric wsMsgsSent;
  public final Metric wsMsgsReceived;
  public final Metric wsPing;
  public final Metric wsSessionDuration;
  public final Metric wsConnecting;

  BuiltinMetrics(MetricRegistry to) {
    vus = to.get("vus", GAUGE, DEFAULT);
    vusMax = to.get("vus_max", GAUGE, DEFAULT);
    iterations = to.get("iterations", COUNTER, DEFAULT);
    iterationDuration = to.get("iteration_duration", TREND, TIME);
    droppedIterations = to.get("dropped_iterations", COUNTER, DEFAULT);
    iterationResponse = to.get("iteration_response", TREND, TIME);
    iterationLateness = to.get("iteration_lateness", TREND, TIME);
    checks = to.get("checks", RATE, DEFAULT);
    groupDuration = to.get("group_duration", TREND, TIME);
    dataSent = to.get("data_sent", COUNTER, DATA);
    dataReceived = to.get("data_received", COUNTER, DATA);
    httpReqs = to.get("http_reqs", COUNTER, DEFAULT);
    httpReqFailed = to.get("http_req_failed", RATE, DEFAULT);
    httpReqDuration = to.get("http_req_duration", TREND, TIME);
    httpReqDurationExpected = SubMetric.parse("http_req_duration{expected_response:true}", to);
    httpReqBlocked = to.get("http_req_blocked", TREND, TIME);
    httpReqConnecting = to.get("http_req_connecting", TREND, TIME);
    httpReqTlsHandshaking = to.get("http_req_tls_handshaking", TREND, TIME);
    httpReqSending = to.get("http_req_sending", TREND, TIME);
    httpReqWaiting = to.get("http_req_waiting", TREND, TIME);
    httpReqReceiving = to.get("http_req_receiving", TREND, TIME);
    wsSessions = to.get("ws_sessions", COUNTER, DEFAULT);
    wsMsgsSent = to.get("ws_msgs_sent", COUNTER, DEFAULT);
    wsMsgsReceived = to.get("ws_msgs_received", COUNTER, DEFAULT);
    wsPing = to.get("ws_ping", TREND, TIME);
    wsSessionDuration = to.get("ws_session_duration", TREND, TIME);
    wsConnecting = to.get("ws_connecting", TREND, TIME);
  }
}
