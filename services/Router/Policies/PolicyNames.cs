using TriageMesh.Domain.Sla;

namespace TriageMesh.Router.Policies;

/// <summary>What a policy names must be there: its calendar, and every queue that it is for.</summary>
internal static class PolicyNames
{
    /// <param name="policy">As it would be saved.</param>
    /// <param name="field">The field of the body that holds it.</param>
    /// <param name="knowsCalendar">Its calendar is there.</param>
    /// <param name="knowsQueue">A queue is there.</param>
    public static Problems UnknownIn(
        PolicyDefinition policy,
        string field,
        bool knowsCalendar,
        Func<Guid, bool> knowsQueue
    )
    {
        var problems = new Problems().Add(!knowsCalendar, $"{field}.calendar_id", "There is no such calendar.");
        foreach (var (place, queue) in policy.Match.Queues.Index())
        {
            problems.Add(!knowsQueue(queue), $"{field}.match.queues[{place}]", "There is no such queue.");
        }

        return problems;
    }
}
