using MassTransit;

namespace TriageMesh.Desk.Live;

/// <summary>The queue of this process ends with its connection, and what is said meanwhile is lost: the desks are told so, and to look again once it is back.</summary>
internal sealed class LiveBus(LiveDesks desks) : IReceiveEndpointObserver
{
    public const string Prefix = "live-desk-";

    public Task Ready(ReceiveEndpointReady ready)
    {
        if (IsOurs(ready))
        {
            desks.Hear();
        }

        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed)
    {
        if (IsOurs(completed))
        {
            desks.Lose();
        }

        return Task.CompletedTask;
    }

    public Task Faulted(ReceiveEndpointFaulted faulted)
    {
        if (IsOurs(faulted))
        {
            desks.Lose();
        }

        return Task.CompletedTask;
    }

    private static bool IsOurs(ReceiveEndpointEvent endpoint) =>
        endpoint.InputAddress.Segments[^1].StartsWith(Prefix, StringComparison.Ordinal);
}
