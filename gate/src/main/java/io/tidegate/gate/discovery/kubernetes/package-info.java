/**
 * Endpoints as the API server of a Kubernetes cluster tells them: the EndpointSlices of a service
 * ({@code discovery.k8s.io/v1}), listed once and then watched. Start at {@link
 * io.tidegate.gate.discovery.kubernetes.KubernetesDiscovery}; {@code ServiceSlices} decides which
 * of a service's pods are endpoints.
 */
@NullMarked
package io.tidegate.gate.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
