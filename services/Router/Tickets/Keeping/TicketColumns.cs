namespace TriageMesh.Router.Tickets;

/// <summary>Rows turned into the arrays that a statement for all of them takes, one a column.</summary>
internal static class TicketColumns
{
    public static object Tickets(StoredTicket[] rows) =>
        new
        {
            ticketIds = Of(rows, row => row.TicketId),
            channels = Of(rows, row => row.Channel),
            accounts = Of(rows, row => row.Account),
            authorIds = Of(rows, row => row.AuthorId),
            statuses = Of(rows, row => row.Status),
            priorities = Of(rows, row => row.Priority),
            labels = Of(rows, row => row.Label),
            confidences = Of(rows, row => row.Confidence),
            needsReviews = Of(rows, row => row.NeedsReview),
            languages = Of(rows, row => row.Language),
            queueIds = Of(rows, row => row.QueueId),
            assigneeIds = Of(rows, row => row.AssigneeId),
            lastAssigneeIds = Of(rows, row => row.LastAssigneeId),
            policyIds = Of(rows, row => row.PolicyId),
            calendarIds = Of(rows, row => row.CalendarId),
            cycles = Of(rows, row => row.Cycle),
            spells = Of(rows, row => row.Spell),
            mentionCounts = Of(rows, row => row.MentionCount),
            bursts = Of(rows, row => row.Burst),
            firstLines = Of(rows, row => row.FirstLine),
            orderNumbers = Of(rows, row => row.OrderNumber),
            continuationOfs = Of(rows, row => row.ContinuationOf),
            firstPostAts = Of(rows, row => row.FirstPostAt),
            lastPostAts = Of(rows, row => row.LastPostAt),
            oldestUnansweredAts = Of(rows, row => row.OldestUnansweredAt),
            answeredUntils = Of(rows, row => row.AnsweredUntil),
            openedAts = Of(rows, row => row.OpenedAt),
            assignedAts = Of(rows, row => row.AssignedAt),
            acceptedAts = Of(rows, row => row.AcceptedAt),
            firstRepliedAts = Of(rows, row => row.FirstRepliedAt),
            firstResolvedAts = Of(rows, row => row.FirstResolvedAt),
            resolvedAts = Of(rows, row => row.ResolvedAt),
            closedAts = Of(rows, row => row.ClosedAt),
            misrouteds = Of(rows, row => row.Misrouted),
            lastSeens = Of(rows, row => row.LastSeen),
            nextDueAts = Of(rows, row => row.NextDueAt),
            nextDueKinds = Of(rows, row => row.NextDueKind),
            versions = Of(rows, row => row.Version),
            splitFroms = Of(rows, row => row.SplitFrom),
            handOvers = Of(rows, row => row.HandOvers),
            handedTos = Of(rows, row => row.HandedTo),
            snoozeds = Of(rows, row => row.Snoozed),
            snoozedUntils = Of(rows, row => row.SnoozedUntil),
            mergedIntos = Of(rows, row => row.MergedInto),
            openingLines = Of(rows, row => row.OpeningLine),
            reopeningSpells = Of(rows, row => row.ReopeningSpell),
        };

    public static object Clocks(ClockRow[] rows) =>
        new
        {
            ticketIds = Of(rows, row => row.TicketId),
            kinds = Of(rows, row => row.Kind),
            rounds = Of(rows, row => row.Round),
            policyIds = Of(rows, row => row.PolicyId),
            calendarIds = Of(rows, row => row.CalendarId),
            states = Of(rows, row => row.State),
            startedAts = Of(rows, row => row.StartedAt),
            targetSeconds = Of(rows, row => row.TargetSeconds),
            usedUs = Of(rows, row => row.UsedUs),
            runningSinces = Of(rows, row => row.RunningSince),
            pausedUs = Of(rows, row => row.PausedUs),
            pausedSinces = Of(rows, row => row.PausedSince),
            pausedBys = Of(rows, row => row.PausedBy),
            pausedReasons = Of(rows, row => row.PausedReason),
            pausedFlaggeds = Of(rows, row => row.PausedFlagged),
            reopenings = Of(rows, row => row.Reopening),
            dueAts = Of(rows, row => row.DueAt),
            stoppedAts = Of(rows, row => row.StoppedAt),
            elapsedSeconds = Of(rows, row => row.ElapsedSeconds),
            breachedAts = Of(rows, row => row.BreachedAt),
            metByReplies = Of(rows, row => row.MetByReply),
            fired = Of(rows, row => string.Join(',', row.Fired)),
            generations = Of(rows, row => row.Generation),
            nextFireAts = Of(rows, row => row.NextFireAt),
        };

    public static object Steps(StepRow[] rows) =>
        new
        {
            ticketIds = Of(rows, row => row.TicketId),
            clocks = Of(rows, row => row.Clock),
            rounds = Of(rows, row => row.Round),
            levels = Of(rows, row => row.Level),
            generations = Of(rows, row => row.Generation),
            kinds = Of(rows, row => row.Kind),
            outcomes = Of(rows, row => row.Outcome),
            ats = Of(rows, row => row.At),
        };

    public static object Notices(NoticeRow[] rows) =>
        new
        {
            agentIds = Of(rows, row => row.AgentId),
            ticketIds = Of(rows, row => row.TicketId),
            kinds = Of(rows, row => row.Kind),
            actors = Of(rows, row => row.Actor),
            reasons = Of(rows, row => row.Reason),
            noteIds = Of(rows, row => row.NoteId),
            ats = Of(rows, row => row.At),
        };

    public static object Events(EventRow[] rows) =>
        new
        {
            ticketIds = Of(rows, row => row.TicketId),
            kinds = Of(rows, row => row.Kind),
            actors = Of(rows, row => row.Actor),
            ats = Of(rows, row => row.At),
            causes = Of(rows, row => row.Cause),
            data = Of(rows, row => row.Data),
            statuses = Of(rows, row => row.Status),
            queueIds = Of(rows, row => row.QueueId),
            assigneeIds = Of(rows, row => row.AssigneeId),
            versions = Of(rows, row => row.Version),
        };

    private static TValue[] Of<TRow, TValue>(TRow[] rows, Converter<TRow, TValue> column) =>
        Array.ConvertAll(rows, column);
}
