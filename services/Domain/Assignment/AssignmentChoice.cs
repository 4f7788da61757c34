using System.Text.Json.Serialization;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Assignment;

/// <summary>Who gets a ticket, and what was given up for it; or why nobody does.</summary>
public sealed record AssignmentChoice(Guid? AgentId, Relaxation Relaxed, bool Sticky, WaitReason? Waits)
{
    /// <summary>Candidates, then who last answered, then the policy; with nobody: without the skill, without the language, the lane.</summary>
    public static AssignmentChoice For(
        WaitingTicket ticket,
        IEnumerable<Candidate> candidates,
        IAssignmentPolicy policy
    )
    {
        Candidate[] members = [.. candidates.Where(candidate => candidate.Queues.Contains(ticket.QueueId))];
        Candidate[] onDuty =
        [
            .. members.Where(candidate => candidate is { OnShift: true, Present: true, Capacity: > 0 }),
        ];
        Candidate[] here = [.. onDuty.Where(candidate => !ticket.NotTo.Contains(candidate.AgentId))];
        var known = here.FirstOrDefault(candidate =>
            candidate.AgentId == ticket.LastAnsweredBy
            && candidate.Open <= candidate.Capacity
            && candidate.IsUnderRate
            && Suits(candidate, ticket, Relaxation.None)
        );
        if (known is not null)
        {
            return new AssignmentChoice(known.AgentId, Relaxation.None, Sticky: true, null);
        }

        foreach (var relaxed in Enum.GetValues<Relaxation>())
        {
            Candidate[] eligible = [.. here.Where(candidate => candidate.HasRoom && Suits(candidate, ticket, relaxed))];
            if (eligible.Length > 0)
            {
                return new AssignmentChoice(policy.Choose(ticket, eligible).AgentId, relaxed, Sticky: false, null);
            }
        }

        return new AssignmentChoice(null, Relaxation.None, Sticky: false, WhyNobody(members, onDuty));
    }

    private static bool Suits(Candidate candidate, WaitingTicket ticket, Relaxation relaxed) =>
        relaxed switch
        {
            Relaxation.None => candidate.Speaks(ticket.Language) && candidate.HasSkills(ticket.Skills),
            Relaxation.Skill => candidate.Speaks(ticket.Language),
            Relaxation.Language => true,
            _ => throw new ArgumentOutOfRangeException(nameof(relaxed), relaxed, null),
        };

    private static WaitReason WhyNobody(Candidate[] members, Candidate[] here) =>
        members.Length == 0 ? WaitReason.NoMembers
        : here.Length == 0 ? WaitReason.NobodyOnShift
        : WaitReason.NobodyFree;
}

/// <summary>What a ticket had to do without, so as not to wait. Each step gives up the ones before it too.</summary>
[JsonConverter(typeof(WireNameConverter<Relaxation>))]
public enum Relaxation
{
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("skill")]
    Skill,

    [JsonStringEnumMemberName("language")]
    Language,
}

/// <summary>Why a ticket stays in the queue's lane; a lead is alerted.</summary>
[JsonConverter(typeof(WireNameConverter<WaitReason>))]
public enum WaitReason
{
    [JsonStringEnumMemberName("no_members")]
    NoMembers,

    [JsonStringEnumMemberName("nobody_on_shift")]
    NobodyOnShift,

    [JsonStringEnumMemberName("nobody_free")]
    NobodyFree,
}
