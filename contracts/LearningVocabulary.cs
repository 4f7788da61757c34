using System.Text.Json.Serialization;

namespace TriageMesh.Contracts;

/// <summary>What later relabelings of the same mention have made of a correction. The latest stands.</summary>
[JsonConverter(typeof(WireNameConverter<CorrectionState>))]
public enum CorrectionState
{
    /// <summary>The latest word about the mention: what the next model learns.</summary>
    [JsonStringEnumMemberName("stands")]
    Stands,

    /// <summary>A later one says the same.</summary>
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>A later one says otherwise.</summary>
    [JsonStringEnumMemberName("undone")]
    Undone,
}

/// <summary>Where a model came from.</summary>
[JsonConverter(typeof(WireNameConverter<ModelOrigin>))]
public enum ModelOrigin
{
    /// <summary>It came with the program.</summary>
    [JsonStringEnumMemberName("shipped")]
    Shipped,

    /// <summary>It was trained here, with corrections.</summary>
    [JsonStringEnumMemberName("retrained")]
    Retrained,
}

/// <summary>Where a model stands. One at a time is the champion: it labels.</summary>
[JsonConverter(typeof(WireNameConverter<ModelState>))]
public enum ModelState
{
    /// <summary>Came with the program and has not labelled yet.</summary>
    [JsonStringEnumMemberName("shipped")]
    Shipped,

    /// <summary>Not worse than the champion; waits to be promoted.</summary>
    [JsonStringEnumMemberName("challenger")]
    Challenger,

    [JsonStringEnumMemberName("champion")]
    Champion,

    /// <summary>Was the champion; can be again.</summary>
    [JsonStringEnumMemberName("retired")]
    Retired,

    /// <summary>Worse than the champion somewhere, or damaged; the reason says which.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

/// <summary>How far a retraining has come, and how it ended.</summary>
[JsonConverter(typeof(WireNameConverter<RetrainState>))]
public enum RetrainState
{
    [JsonStringEnumMemberName("queued")]
    Queued,

    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The challenger labels now.</summary>
    [JsonStringEnumMemberName("promoted")]
    Promoted,

    /// <summary>The challenger is good enough and waits for a person to promote it.</summary>
    [JsonStringEnumMemberName("kept")]
    Kept,

    /// <summary>The challenger is worse somewhere; the report says where.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>There was nothing to learn: the result is the champion itself.</summary>
    [JsonStringEnumMemberName("unchanged")]
    Unchanged,

    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>Whether a rule decides before the model is asked, or over what it said.</summary>
[JsonConverter(typeof(WireNameConverter<RuleStage>))]
public enum RuleStage
{
    [JsonStringEnumMemberName("before")]
    Before,

    [JsonStringEnumMemberName("after")]
    After,
}
