using MassTransit;
using TriageMesh.Contracts.Messages;

namespace TriageMesh.Desk.Live;

/// <summary>Passes on who is at which ticket.</summary>
internal sealed class TicketPresenceConsumer(LiveDesks desks) : IConsumer<TicketPresence>
{
    public Task Consume(ConsumeContext<TicketPresence> context)
    {
        desks.Tell(context.Message);
        return Task.CompletedTask;
    }
}
