using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace TriageMesh.TestKit;

/// <summary>A process starts before its bus does; what is published before its queues stand reaches nobody.</summary>
public static class BusBound
{
    /// <summary>Waits until every queue of the process is bound.</summary>
    public static Task WaitAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        Eventually.Be(
            () => services.GetRequiredService<IBusControl>().CheckHealth().Status,
            status => status == BusHealthStatus.Healthy,
            cancellationToken
        );
}
