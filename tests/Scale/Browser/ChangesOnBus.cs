using System.Collections.Concurrent;
using MassTransit;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.TestKit;

namespace TriageMesh.Scale.Browser;

/// <summary>Hears when each change was handed to the broker, and says changes of other tickets.</summary>
internal sealed class ChangesOnBus : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(long Ticket, long Version), DateTimeOffset> _published = new();
    private readonly IBusControl _bus;

    private ChangesOnBus(string uri)
    {
        var address = new Uri(uri);
        var account = address.UserInfo.Split(':', 2);
        _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(
                address.Host,
                (ushort)address.Port,
                address.AbsolutePath.Trim('/'),
                host =>
                {
                    host.Username(Uri.UnescapeDataString(account[0]));
                    host.Password(Uri.UnescapeDataString(account[1]));
                }
            );
            rabbit.ReceiveEndpoint(
                new TemporaryEndpointDefinition("scale"),
                endpoint =>
                    endpoint.Handler<TicketEvents>(heard =>
                    {
                        var sent = new DateTimeOffset(heard.SentTime!.Value, TimeSpan.Zero);
                        foreach (var change in heard.Message.Events)
                        {
                            _published.TryAdd((change.TicketId, change.Version), sent);
                        }

                        return Task.CompletedTask;
                    })
            );
        });
    }

    public static async Task<ChangesOnBus> ConnectAsync(string uri, CancellationToken cancellationToken)
    {
        var changes = new ChangesOnBus(uri);
        await changes._bus.StartAsync(cancellationToken);
        return changes;
    }

    public Task<DateTimeOffset> PublishedAsync(
        (long Ticket, long Version) change,
        CancellationToken cancellationToken
    ) => Eventually.Be(() => _published.GetValueOrDefault(change), at => at != default, cancellationToken);

    /// <summary>Changes of tickets that nobody has on the screen, at a steady rate until it is cancelled.</summary>
    public async Task PublishOthersAsync(IReadOnlyList<long> tickets, int rate, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / rate));
            for (var number = 0; await timer.WaitForNextTickAsync(cancellationToken); number++)
            {
                var change = new TicketEvent
                {
                    EventId = number + 1,
                    TicketId = tickets[number % tickets.Count],
                    Kind = "assigned",
                    Actor = "system",
                    At = TimeProvider.System.GetUtcNow(),
                    Status = TicketStatus.Open,
                    QueueId = Guid.NewGuid(),
                    Version = 1_000_000 + number,
                };
                await _bus.Publish(new TicketEvents([change]), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // It was enough.
        }
    }

    public async ValueTask DisposeAsync() => await _bus.StopAsync(CancellationToken.None);
}
