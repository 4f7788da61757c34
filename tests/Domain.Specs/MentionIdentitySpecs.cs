using TriageMesh.Domain.Mentions;

namespace TriageMesh.Domain.Specs;

public sealed class MentionIdentitySpecs
{
    [Fact]
    public void The_same_mention_always_has_the_same_id() =>
        MentionIdentity.For("weibo", "brand", "1").ShouldBe(MentionIdentity.For("weibo", "brand", "1"));

    [Fact]
    public void Parts_that_only_join_alike_are_different_mentions() =>
        MentionIdentity.For("a", "bc", "d").ShouldNotBe(MentionIdentity.For("ab", "c", "d"));

    [Fact]
    public void The_id_is_a_version_8_uuid() => MentionIdentity.For("x", "brand", "7").Version.ShouldBe(8);
}
