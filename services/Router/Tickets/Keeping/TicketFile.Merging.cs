using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>The clocks of two tickets that become one.</summary>
internal sealed partial class TicketFile
{
    /// <summary>The earlier first response stays, and so does the resolution that has run longer; what is waited for follows with the merge itself.</summary>
    public void TakeClocksOf(TicketFile other, MergedIn merged, string actor, Instant at)
    {
        var (own, theirs) = (FirstResponse, other.FirstResponse);
        if (theirs?.State == "met" && (own?.State != "met" || theirs.StartedAt < own.StartedAt))
        {
            Adopt(other, theirs, theirs.ToClock(), actor, at);
        }
        else if (merged.Spell > State.Spell && own is { StoppedAt: null })
        {
            Change(own, clock => clock.CancelAt(at, CalendarOf(own)), ClockEventKind.Cancel, actor, at);
        }

        foreach (var kind in new[] { ClockKind.Resolution, ClockKind.TotalResolution })
        {
            var (mine, longer) = (Find(kind, 1), other.Find(kind, 1));
            if (!State.IsWaiting && longer is { StoppedAt: null } && mine is { StoppedAt: null })
            {
                var running = longer.ToClock().ResumeAt(at, CalendarOf(longer));
                if (running.StartedAt < mine.StartedAt)
                {
                    Adopt(other, longer, running, actor, at);
                }
            }
        }
    }

    private ClockRow? FirstResponse => Find(ClockKind.FirstResponse, 1);

    private ClockRow? Find(ClockKind kind, int round) => _clocks.GetValueOrDefault((kind, round));

    private void Adopt(TicketFile other, ClockRow theirs, SlaClock value, string actor, Instant at)
    {
        var known = Find(theirs.ClockKind, theirs.Round);
        var row = (
            theirs with
            {
                TicketId = TicketId,
                Generation = Math.Max(known?.Generation ?? 0, theirs.Generation) + 1,
            }
        ).With(value, _rules);
        Put(row);
        Record(
            new ClockChanged(
                row.ClockKind,
                row.Round,
                ClockEventKind.Apply,
                DueAt: row.DueAt,
                Reason: $"merged from {TicketNumber.Of(other.TicketId)}"
            )
            {
                PolicyId = row.PolicyId,
                FromPolicyId = known?.PolicyId,
            },
            actor,
            at,
            cause: null
        );
        other.GiveUp(theirs, actor, at);
    }

    /// <summary>The promise counts where it goes on, and only there.</summary>
    private void GiveUp(ClockRow row, string actor, Instant at)
    {
        Put(
            row with
            {
                State = "cancelled",
                StoppedAt = row.StoppedAt ?? at,
                MetByReply = null,
                PausedSince = null,
                DueAt = null,
                NextFireAt = null,
            }
        );
        Record(
            new ClockChanged(row.ClockKind, row.Round, ClockEventKind.Cancel, Reason: "merged")
            {
                PolicyId = row.PolicyId,
            },
            actor,
            at,
            cause: null
        );
    }
}
