using System.Text.Json.Serialization;

namespace TriageMesh.Contracts;

/// <summary>What an author lets us do with a post.</summary>
[JsonConverter(typeof(WireNameConverter<GrantScope>))]
public enum GrantScope
{
    /// <summary>Post it again under our name.</summary>
    [JsonStringEnumMemberName("repost")]
    Repost,

    /// <summary>Show it on our own pages.</summary>
    [JsonStringEnumMemberName("site")]
    Site,

    /// <summary>Advertise with it.</summary>
    [JsonStringEnumMemberName("paid_ads")]
    PaidAds,
}

/// <summary>Why a post may not be used any more.</summary>
[JsonConverter(typeof(WireNameConverter<WithdrawalReason>))]
public enum WithdrawalReason
{
    [JsonStringEnumMemberName("author_asked")]
    AuthorAsked,

    [JsonStringEnumMemberName("post_deleted")]
    PostDeleted,

    [JsonStringEnumMemberName("author_erased")]
    AuthorErased,
}
