using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TriageMesh.Classifier.Registry;

internal static class RegistryRegistration
{
    public static void AddRegistry(this IServiceCollection services)
    {
        services.AddSingleton<ModelRegistry>().AddSingleton<Promotion>().AddSingleton<ModelFollower>();
        services.AddHostedService<LiveChanges>();
        services.AddHealthChecks().AddCheck<ModelHealth>("model", HealthStatus.Degraded);
    }
}
