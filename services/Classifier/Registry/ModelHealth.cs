using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TriageMesh.Classifier.Registry;

/// <summary>Degraded where the model that should label cannot be used here.</summary>
internal sealed class ModelHealth(ModelFollower follower) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            follower.Refused is { } version
                ? HealthCheckResult.Degraded($"Model {version} cannot be used.")
                : HealthCheckResult.Healthy()
        );
}
