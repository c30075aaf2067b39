import { useEffect, useRef } from 'preact/hooks';
import { Action } from './action.tsx';
import { announcement, dismiss, type Notice, notices, type Topic } from './notices.ts';

/** What the dock tells the reader, read out politely. */
export function DockNotices() {
  return (
    <>
      <div class="lab-notices" role="status">
        {[...notices.value].map(([topic, notice]) => (
          <NoticeBox key={topic} topic={topic} notice={notice} />
        ))}
      </div>
      <p class="lab-announcement" role="status">
        {announcement.value}
      </p>
    </>
  );
}

function NoticeBox({ topic, notice }: { topic: Topic; notice: Notice }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (notice.answers) box.current?.querySelector('button')?.focus();
  }, [notice]);
  return (
    <div class="lab-notice" data-topic={topic} ref={box}>
      <div>
        <p>{notice.text}</p>
        {notice.actions.map(({ label, run }, index) => (
          <Action
            key={label}
            label={label}
            main={index === 0}
            onClick={() => {
              dismiss(topic);
              run();
            }}
          />
        ))}
      </div>
      <Action label="Fermer ce message" icon="close" bare onClick={() => dismiss(topic)} />
    </div>
  );
}
