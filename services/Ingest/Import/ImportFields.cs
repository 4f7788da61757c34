namespace TriageMesh.Ingest.Import;

/// <summary>What kind of value a field holds.</summary>
internal enum FieldForm
{
    Text,
    Word,
    Number,
    Flag,
    Time,
    Links,
}

/// <summary>A field of a mention and the names under which exports usually carry it, likeliest first.</summary>
internal sealed record ImportField(string Name, FieldForm Form, params string[] UsualNames)
{
    public bool IsNeeded => Name is "external_id" or "text";

    /// <summary>The field's own name and its usual names, in the form in which names are compared.</summary>
    public IReadOnlyList<string> Names { get; } = [.. UsualNames.Prepend(Name).Select(ImportFields.Plain).Distinct()];
}

/// <summary>The fields that an import can fill.</summary>
internal static class ImportFields
{
    public static IReadOnlyList<ImportField> All { get; } =
    [
        new(
            "external_id",
            FieldForm.Text,
            "id",
            "mention_id",
            "comment_id",
            "post_id",
            "mid",
            "评论id",
            "评论编号",
            "评价id",
            "消息id",
            "私信id",
            "帖子id",
            "笔记id",
            "微博id",
            "动态id",
            "视频id",
            "文章id",
            "内容id",
            "帖子编号",
            "编号"
        ),
        new(
            "text",
            FieldForm.Text,
            "content",
            "body",
            "message",
            "comment",
            "review",
            "评论内容",
            "评价内容",
            "消息内容",
            "帖子内容",
            "笔记内容",
            "微博内容",
            "内容",
            "正文",
            "评论",
            "评价",
            "文本"
        ),
        new("author.id", FieldForm.Text, "user_id", "uid", "用户id", "用户编号", "作者id", "博主id", "发布者id"),
        new("author.handle", FieldForm.Text, "handle", "screen_name"),
        new(
            "author.name",
            FieldForm.Text,
            "user_name",
            "nickname",
            "user",
            "author",
            "用户",
            "用户名",
            "用户昵称",
            "昵称",
            "用户名称",
            "作者",
            "作者昵称",
            "博主",
            "评论者",
            "发布者"
        ),
        new("author.followers", FieldForm.Number, "followers", "followers_count", "粉丝数", "粉丝"),
        new("author.verified", FieldForm.Flag, "verified", "认证"),
        new("author.tier", FieldForm.Word, "tier"),
        new(
            "posted_at",
            FieldForm.Time,
            "created_at",
            "published_at",
            "time",
            "date",
            "timestamp",
            "时间",
            "发布时间",
            "评论时间",
            "评价时间",
            "发帖时间",
            "发表时间",
            "创建时间",
            "日期"
        ),
        new("channel", FieldForm.Word, "platform", "平台", "渠道", "来源平台"),
        new("account", FieldForm.Text, "brand_account", "账号", "品牌账号"),
        new("parent_id", FieldForm.Text, "parent_external_id", "reply_to", "in_reply_to", "父评论id"),
        new("conversation_id", FieldForm.Text, "thread_id", "root_id", "原帖id"),
        new("kind", FieldForm.Word),
        new("visibility", FieldForm.Word),
        new("lang", FieldForm.Text, "language", "语言"),
        new("permalink", FieldForm.Text, "url", "link", "链接", "原文链接", "帖子链接", "笔记链接", "微博链接"),
        new("rating", FieldForm.Number, "stars", "评分", "星级"),
        new("media", FieldForm.Links, "images", "pictures", "图片"),
    ];

    /// <summary>The field of that name, also written with underscores (<c>author_id</c>).</summary>
    /// <exception cref="ImportException">There is no such field.</exception>
    public static ImportField Named(string name) =>
        All.FirstOrDefault(field => Plain(field.Name) == Plain(name))
        ?? throw new ImportException(
            $"--map {name}=...: there is no field {name}. Fields: {string.Join(", ", All.Select(field => field.Name))}."
        );

    /// <summary>Names are compared without case, spaces, dashes, dots and underscores.</summary>
    public static string Plain(string name) =>
        string.Concat(name.Where(letter => letter is not (' ' or '_' or '-' or '.' or '\uFEFF'))).ToLowerInvariant();
}
