using MassTransit;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Desks;

/// <summary>What routers would say on the bus, at a steady rate.</summary>
internal static class Changes
{
    public static IBusControl Connect(string uri)
    {
        var address = new Uri(uri);
        var account = address.UserInfo.Split(':', 2);
        return Bus.Factory.CreateUsingRabbitMq(rabbit =>
            rabbit.Host(
                address.Host,
                (ushort)address.Port,
                address.AbsolutePath.Trim('/'),
                host =>
                {
                    host.Username(Uri.UnescapeDataString(account[0]));
                    host.Password(Uri.UnescapeDataString(account[1]));
                }
            )
        );
    }

    /// <summary>Publishes every change of the plan, one message each: the worst case.</summary>
    public static async Task PublishAsync(
        Plan plan,
        Guid queue,
        IPublishEndpoint bus,
        Sent sent,
        CancellationToken cancellationToken
    )
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / plan.Rate));
        for (var number = 0; number < plan.Changes && await timer.WaitForNextTickAsync(cancellationToken); number++)
        {
            var change = new TicketEvent
            {
                EventId = number + 1,
                TicketId = number % 1000 + 1,
                Kind = "assigned",
                Actor = "system",
                At = TimeProvider.System.GetUtcNow(),
                Status = TicketStatus.Open,
                QueueId = queue,
                AssigneeId = Guid.NewGuid(),
                Version = number,
            };
            sent.Now(number);
            await bus.Publish(new TicketEvents([change]), cancellationToken);
        }
    }
}
