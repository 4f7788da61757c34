using System.Collections.Concurrent;
using MassTransit;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Timers;

/// <summary>Hears the mesh's ticket events and notes when the warning of each ticket came, up to the last one that is watched.</summary>
internal sealed class HeardSteps(int last) : IConsumer<TicketEvents>
{
    private static readonly TimeSpan WarningBeforeDue = TimeSpan.FromMinutes(6);

    private readonly ConcurrentDictionary<long, (double Heard, double Decided)> _late = new();
    private int _twice;
    private long _last;

    public int Count => _late.Count;

    public int Twice => _twice;

    /// <summary>When the last one came.</summary>
    public DateTimeOffset Last => new(Interlocked.Read(ref _last), TimeSpan.Zero);

    /// <summary>The lateness of the tickets from <paramref name="first"/> on, ordered.</summary>
    public (double[] Heard, double[] Decided) From(int first)
    {
        var counted = _late.Where(late => late.Key > first).Select(late => late.Value).ToArray();
        return ([.. counted.Select(late => late.Heard).Order()], [.. counted.Select(late => late.Decided).Order()]);
    }

    /// <summary>A bus that listens as a notifier would, on a queue of its own.</summary>
    public static IBusControl Listen(string uri, HeardSteps steps)
    {
        var address = new Uri(uri);
        var account = address.UserInfo.Split(':', 2);
        return Bus.Factory.CreateUsingRabbitMq(rabbit =>
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
            rabbit.ReceiveEndpoint("timers", endpoint => endpoint.Instance(steps));
        });
    }

    public Task Consume(ConsumeContext<TicketEvents> context)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var step in context.Message.Events)
        {
            if (step.Kind != "clock.warn" || step.TicketId > last || step.Data is not { } data)
            {
                continue;
            }

            var due = data.GetProperty("due_at").GetDateTimeOffset() - WarningBeforeDue;
            if (!_late.TryAdd(step.TicketId, ((now - due).TotalMilliseconds, (step.At - due).TotalMilliseconds)))
            {
                Interlocked.Increment(ref _twice);
            }
        }

        Interlocked.Exchange(ref _last, now.UtcTicks);
        return Task.CompletedTask;
    }
}
