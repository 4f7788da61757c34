using System.Text.Json.Serialization;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Sla;

/// <summary>Something happens at one point of a clock: who hears of it and what is done.</summary>
/// <param name="Point">When.</param>
/// <param name="Recipients">Who is told.</param>
/// <param name="Actions">What is done.</param>
/// <param name="Clocks">The clocks that it belongs to; empty for all.</param>
public sealed record PolicyStep(
    StepPoint Point,
    IReadOnlyList<StepRecipient> Recipients,
    IReadOnlyList<StepAction> Actions,
    IReadOnlyList<ClockKind> Clocks
)
{
    /// <summary>The breach as such, where a policy has no step at due: recorded, nobody is told.</summary>
    public static PolicyStep BareBreach { get; } = new(StepPoint.Due, [], [], []);

    /// <summary>The name of the level; a level fires once for each (ticket, clock, round).</summary>
    public string Level => Point.ToString();

    public StepKind Kind =>
        Point == StepPoint.Due ? StepKind.Breach
        : Point.Percent < 100 || Point.Offset < NodaTime.Duration.Zero ? StepKind.Warning
        : StepKind.Escalation;

    public bool BelongsTo(ClockKind clock) => Clocks.Count == 0 || Clocks.Contains(clock);
}

/// <summary>Who is told of a step.</summary>
[JsonConverter(typeof(WireNameConverter<StepRecipient>))]
public enum StepRecipient
{
    [JsonStringEnumMemberName("assignee")]
    Assignee,

    [JsonStringEnumMemberName("queue_lead")]
    QueueLead,

    [JsonStringEnumMemberName("ops")]
    Ops,

    [JsonStringEnumMemberName("on_call")]
    OnCall,
}

/// <summary>What a step does.</summary>
[JsonConverter(typeof(WireNameConverter<StepAction>))]
public enum StepAction
{
    [JsonStringEnumMemberName("notify")]
    Notify,

    [JsonStringEnumMemberName("raise_priority")]
    RaisePriority,

    [JsonStringEnumMemberName("reassign")]
    Reassign,

    [JsonStringEnumMemberName("return_to_queue")]
    ReturnToQueue,
}
