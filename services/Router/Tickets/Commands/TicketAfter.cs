using TriageMesh.Router.Telemetry;

namespace TriageMesh.Router.Tickets;

/// <summary>What a committed change of a ticket sets off in this process; what is missed here, the workers find by themselves.</summary>
internal sealed class TicketAfter(Signals signals, RouterTelemetry telemetry)
{
    public void Changed(TicketFile file)
    {
        if (!file.IsChanged)
        {
            return;
        }

        signals.Events.Set();
        signals.Outbox.Set();
        signals.Clocks.Set();
        // Either it waits for somebody, or somebody may have room now.
        if (
            file.State.AssigneeId is null
            || file.State.AssigneeId != file.Before?.AssigneeId
            || file.State.IsUnresolved != file.Before?.IsUnresolved
        )
        {
            signals.RequestDrain(file.State.QueueId);
        }

        // Who has put it out of hand may have room for another queue's.
        if (
            file.Before is { IsUnresolved: true, AssigneeId: { } holder }
            && (!file.State.IsUnresolved || file.State.AssigneeId != holder)
        )
        {
            signals.RequestDrainFor(holder);
        }

        if (file is { Before.FirstRepliedAt: null, State.FirstRepliedAt: { } replied })
        {
            telemetry.FirstResponse((replied - file.Stored.FirstPostAt).ToTimeSpan());
        }
    }
}
