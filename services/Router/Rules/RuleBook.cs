using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Router.Rules;

/// <summary>What the operators have set, as it stood at one moment: calendars, policies, queues. Immutable.</summary>
internal sealed class RuleBook
{
    private static readonly Duration AcceptWithin = Duration.FromHours(1);

    private readonly Dictionary<Guid, BusinessCalendar> _calendars;
    private readonly Dictionary<long, SlaPolicy> _policies;
    private readonly Dictionary<(Guid Key, int Version), long> _policyIds;
    private readonly SlaPolicy[] _current;
    private readonly QueueRule[] _queues;
    private readonly Dictionary<(string Channel, string Account), OrderPatternRow> _orderPatterns;
    private readonly HashSet<DutyRow> _duties;
    private readonly IReadOnlyCollection<StoredPolicy> _stored;
    private readonly Action? _outdated;

    public RuleBook(
        IEnumerable<BusinessCalendar> calendars,
        IReadOnlyCollection<StoredPolicy> policies,
        IEnumerable<QueueRule> queues,
        IEnumerable<OrderPatternRow>? orderPatterns = null,
        IEnumerable<DutyRow>? duties = null,
        Action? outdated = null
    )
    {
        _outdated = outdated;
        _orderPatterns = (orderPatterns ?? []).ToDictionary(row => (row.Channel, row.Account));
        _duties = [.. duties ?? []];
        _stored = policies;
        _calendars = calendars.ToDictionary(calendar => calendar.Id);
        _policies = policies.ToDictionary(policy => policy.PolicyId, policy => policy.Policy);
        _policyIds = policies.ToDictionary(
            policy => (policy.Policy.Id, policy.Policy.Version),
            policy => policy.PolicyId
        );
        _current = [.. policies.Where(policy => !policy.Retired).Select(policy => policy.Policy)];
        // The queue that names both channel and account is meant before the one that names one of them.
        _queues =
        [
            .. queues.OrderByDescending(queue => queue.Specificity).ThenBy(queue => queue.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The rules as they would be with this calendar in place of the one of the same id.</summary>
    public RuleBook With(BusinessCalendar calendar) =>
        new(
            _calendars.Values.Where(other => other.Id != calendar.Id).Append(calendar),
            _stored,
            _queues,
            _orderPatterns.Values,
            _duties
        );

    /// <summary>The rules as they would be with this as its policy's next version.</summary>
    public RuleBook With(SlaPolicy policy) =>
        new(
            _calendars.Values,
            [.. _stored, new StoredPolicy(Unsaved, policy with { Version = NextVersion(policy.Id) }, Retired: false)],
            _queues,
            _orderPatterns.Values,
            _duties
        );

    /// <summary>The number of a version that is only being tried.</summary>
    public const long Unsaved = long.MaxValue;

    /// <summary>A calendar by its id.</summary>
    /// <exception cref="TryAgainException">It is not known yet; calendars are never deleted.</exception>
    public BusinessCalendar Calendar(Guid calendarId) => _calendars.GetValueOrDefault(calendarId) ?? throw Outdated();

    /// <summary>True where there is such a calendar.</summary>
    public bool KnowsCalendar(Guid calendarId) => _calendars.ContainsKey(calendarId);

    /// <summary>True where some version of the policy is in use.</summary>
    public bool KnowsPolicy(Guid key) => Array.Exists(_current, policy => policy.Id == key);

    /// <summary>The version of a policy to which a ticket or clock is pinned.</summary>
    /// <exception cref="TryAgainException">It is not known yet; versions are never deleted.</exception>
    public SlaPolicy Policy(long policyId) => _policies.GetValueOrDefault(policyId) ?? throw Outdated();

    /// <summary>The first policy in effect that matches.</summary>
    /// <exception cref="InvalidOperationException">None matches; the last policy should match everything.</exception>
    public (long PolicyId, SlaPolicy Policy) Match(PolicyFacts facts, Instant at)
    {
        var policy =
            SlaPolicy.FirstMatch(_current, facts, at)
            // Before the first policy came into effect, the one that comes first is the best answer there is.
            ?? SlaPolicy.FirstMatch(_current, facts, Instant.MaxValue)
            ?? throw new InvalidOperationException("No SLA policy matches; add one without conditions.");
        return (_policyIds[(policy.Id, policy.Version)], policy);
    }

    /// <summary>Another router has written by rules that came after these: they are read again, and what needed them is tried again.</summary>
    private TryAgainException Outdated()
    {
        _outdated?.Invoke();
        return new TryAgainException("The rules at hand are older than what was written by them.");
    }

    private int NextVersion(Guid key) =>
        _stored.Where(stored => stored.Policy.Id == key).Select(stored => stored.Policy.Version).DefaultIfEmpty(0).Max()
        + 1;

    /// <summary>By when a ticket that is given now must be opened; null where its queue asks for nothing, or never opens again.</summary>
    public Instant? ReturnDue(Guid queueId, Instant givenAt) =>
        FindQueue(queueId) is { ReturnAfterMinutes: { } minutes } rule
            ? Calendar(rule.CalendarId).Add(givenAt, Duration.FromMinutes(minutes))
            : null;

    /// <summary>How long a queue may take to accept what is handed to it, and by which calendar: its own word, the policy's, an hour.</summary>
    public (Duration? Target, Guid CalendarId) AcceptanceOf(long policyId, Guid queueId)
    {
        var queue = Queue(queueId);
        var target = queue.AcceptanceMinutes is { } minutes
            ? Duration.FromMinutes(minutes)
            : Policy(policyId).TargetFor(ClockKind.Acceptance) ?? AcceptWithin;
        return (target, queue.CalendarId);
    }

    /// <summary>A queue by its id.</summary>
    /// <exception cref="TryAgainException">It is not known yet; queues are never deleted.</exception>
    public QueueRule Queue(Guid queueId) => FindQueue(queueId) ?? throw Outdated();

    /// <summary>A queue by its id; null where there is none.</summary>
    public QueueRule? FindQueue(Guid queueId) => Array.Find(_queues, queue => queue.QueueId == queueId);

    /// <summary>True where somebody has this duty, for that queue or for all.</summary>
    public bool HasDuty(string duty, Guid queueId) =>
        _duties.Contains(new DutyRow { Duty = duty })
        || _duties.Contains(new DutyRow { Duty = duty, QueueId = queueId });

    /// <summary>How an account's order numbers look, where somebody has set it.</summary>
    public string? OrderPatternOf(string channel, string account) =>
        _orderPatterns.GetValueOrDefault((channel, account))?.Pattern;

    /// <summary>The queue that takes the mentions of an account: the one that names it, else the default.</summary>
    public QueueRule QueueFor(string channel, string account) =>
        Array.Find(_queues, queue => !queue.IsDefault && queue.Takes(channel, account)) ?? DefaultQueue;

    /// <summary>The queue that takes what no other queue names.</summary>
    public QueueRule DefaultQueue =>
        Array.Find(_queues, queue => queue.IsDefault)
        ?? throw new InvalidOperationException("There is no default queue.");
}

/// <summary>How an account's order numbers look.</summary>
internal sealed record OrderPatternRow(string Channel, string Account, string Pattern);

/// <summary>A duty that somebody has, for one queue or for all.</summary>
internal sealed record DutyRow
{
    public required string Duty { get; init; }
    public Guid? QueueId { get; init; }
}

/// <summary>One version of a policy and the number under which it is stored.</summary>
internal sealed record StoredPolicy(long PolicyId, SlaPolicy Policy, bool Retired);

/// <summary>Which mentions a queue takes.</summary>
internal sealed record QueueRule
{
    public required Guid QueueId { get; init; }
    public required string Name { get; init; }
    public required Guid CalendarId { get; init; }
    public required string[] Channels { get; init; }
    public required string[] Accounts { get; init; }
    public required bool IsDefault { get; init; }

    /// <summary>Open minutes in which whoever is given a ticket opens it; null where there is no hurry.</summary>
    public int? ReturnAfterMinutes { get; init; }

    /// <summary>Who looks after it, in the order in which they are asked.</summary>
    public Guid[] LeadIds { get; init; } = [];
    public int? AcceptanceMinutes { get; init; }
    public bool NeedsOrderNumber { get; init; }

    /// <summary>The first lead who is on duty, else the first.</summary>
    public Guid? LeadOnDuty(Func<Guid, bool> isOnDuty) =>
        LeadIds.Length == 0 ? null : LeadIds.Where(isOnDuty).Append(LeadIds[0]).First();

    public int Specificity => (Channels.Length > 0 ? 1 : 0) + (Accounts.Length > 0 ? 1 : 0);

    public bool Takes(string channel, string account) =>
        (Channels.Length == 0 || Channels.Contains(channel, StringComparer.Ordinal))
        && (Accounts.Length == 0 || Accounts.Contains(account, StringComparer.Ordinal))
        && Specificity > 0;
}
