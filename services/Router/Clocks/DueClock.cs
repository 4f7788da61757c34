using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Clocks;

/// <summary>A clock whose time has come, and what its ticket's history says beside each step.</summary>
internal sealed record DueClock : ClockRow
{
    public string Status { get; init; } = "";
    public Guid QueueId { get; init; }
    public Guid? HandedTo { get; init; }
    public Guid? AssigneeId { get; init; }
    public long Version { get; init; }

    /// <summary>Whose leads, ops and on-call hear of it: for a hand-over, those of the queue that has been asked.</summary>
    public Guid ToldQueueId => Kind == "acceptance" ? HandedTo ?? QueueId : QueueId;
}
